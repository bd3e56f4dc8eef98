import { z } from 'zod'

/** The exact files of the built renderer; both hosts serve these names and no other. Written by the build beside them. */
export const builtFilesSchema = z.record(
  /** Path below out/renderer, with forward slashes. */
  z.string(),
  z.object({
    /** Content-Type. */
    type: z.string(),
    /** The name holds a hash of the content. */
    immutable: z.boolean(),
  }),
)
export type BuiltFiles = z.infer<typeof builtFilesSchema>

/** Licences of what is bundled, beside the folder `renderer`. */
export const noticesName = 'THIRD_PARTY_NOTICES.txt'

/** Beside the folder `renderer`, not in it. */
export const builtFilesName = 'renderer-files.json'
