import { z } from 'zod'
import type { Settings } from '../../model/settings.ts'
import { shells } from '../../model/shell-quoting.ts'
import { themeChoices } from '../../model/theme.ts'

const kinds = {
  theme: z.enum(themeChoices),
  shell: z.enum(['usual', ...shells]),
}

/** One schema per key. */
export const settings = z.strictObject(kinds) satisfies z.ZodType<Settings>

/** Some of them, to be set. */
export const settingsChange = z.strictObject({
  theme: kinds.theme.exactOptional(),
  shell: kinds.shell.exactOptional(),
}) satisfies z.ZodType<Partial<Settings>>
