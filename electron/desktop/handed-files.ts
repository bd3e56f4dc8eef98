import path from 'node:path'
import { z } from 'zod'
import type { FileGrants } from '../core/files/file-grants.ts'
import type { HandedFile } from './channels.ts'

export const handedFilesSchema = z
  .array(
    z.object({
      path: z.string().max(32_768),
      fileName: z.string().max(1024),
      modifiedMs: z.number().int(),
    }),
  )
  .max(1000) satisfies z.ZodType<HandedFile[]>

/** Stands for a file that has no place on the disk: no draft is opened by it. */
const noToken = ''

/** A single-use token for each file, in the same order. Nothing is opened or asked of the disk yet. */
export const createTokensFor =
  (grants: Pick<FileGrants, 'grant'>) =>
  (files: readonly HandedFile[]): string[] =>
    files.map(file =>
      path.isAbsolute(file.path) && !file.path.includes('\0')
        ? grants.grant({ ...file, fileName: path.basename(file.path), temporary: false })
        : noToken,
    )
