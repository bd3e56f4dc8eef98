import { z } from 'zod'

const entry = z.strictObject({
  /** Handed back when the entry is chosen. */
  id: z.string().min(1).max(64),
  label: z.string().min(1).max(200),
  /** As the page hears them: `mod+shift+C`. Shown only, the page listens itself. */
  keys: z.string().min(1).max(40).optional(),
  isEnabled: z.boolean(),
})
const groups = z.array(z.array(entry).max(20)).max(10)

/** What the page puts into the menu bar of the system: words and keys, no code. Groups have a line between them. */
export const nativeMenu = z.strictObject({ file: groups, view: groups, go: groups })

export type NativeMenu = z.infer<typeof nativeMenu>
export type NativeMenuEntry = z.infer<typeof entry>
