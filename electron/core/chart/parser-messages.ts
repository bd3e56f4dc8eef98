import { z } from 'zod'
import { errorInfoSchema } from '../../../shared/errors.ts'
import {
  archiveEntry,
  chartMetadata,
  chartText,
  fileContent,
  warning,
} from '../../../shared/ipc/schemas/charts.ts'
import { digest, sizeBytes } from '../../../shared/ipc/schemas/values.ts'

/** What the core asks of the parser process, one job at a time. */
export type ParserJob =
  | { readonly kind: 'inspect'; readonly path: string }
  | { readonly kind: 'file' | 'bytes'; readonly path: string; readonly index: string }

export const parserJobSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inspect'), path: z.string() }),
  z.object({ kind: z.enum(['file', 'bytes']), path: z.string(), index: z.string() }),
])

export const parserRequestSchema = z.object({ id: z.number(), job: parserJobSchema })
export type ParserRequest = z.infer<typeof parserRequestSchema>

/** What it answers. `step` tells that text of a stranger is being parsed from now on, without a path that it is over. */
export const parserReplySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('step'), id: z.number(), path: z.string().optional() }),
  z.object({ type: z.literal('done'), id: z.number(), value: z.unknown() }),
  z.object({ type: z.literal('failed'), id: z.number(), error: errorInfoSchema }),
])
export type ParserReply = z.infer<typeof parserReplySchema>

/** The process reads hostile bytes, so its answers are checked like a stranger's. */
export const inspectedArchiveSchema = z.object({
  metadata: chartMetadata,
  configJson: z.string(),
  annotations: z.record(z.string(), z.string()),
  files: z.array(archiveEntry),
  readme: chartText.optional(),
  values: chartText.optional(),
  chartYaml: chartText,
  hasSchema: z.boolean(),
  archiveDigest: digest,
  archiveSizeBytes: sizeBytes,
  unpackedSizeBytes: sizeBytes,
  warnings: z.array(warning),
  pushRefusal: errorInfoSchema.optional(),
})

export const fileContentSchema = fileContent
export const bytesSchema = z.instanceof(Uint8Array)
