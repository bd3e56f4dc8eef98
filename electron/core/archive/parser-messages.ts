import { z } from 'zod'
import { errorInfoSchema } from '../../../shared/error-info.ts'
import {
  archiveEntry,
  chartMetadata,
  chartText,
  fileContent,
  warning,
} from '../../../shared/ipc/schemas/charts.ts'
import { digest, sizeBytes } from '../../../shared/ipc/schemas/values.ts'
import type { ParserReply } from './parser-protocol.ts'

/** The process reads hostile bytes, so what it says is checked like a stranger's words. */
export const parserReplySchema: z.ZodType<ParserReply> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('step'), id: z.number(), path: z.string().optional() }),
  z.object({ type: z.literal('done'), id: z.number(), value: z.unknown() }),
  z.object({ type: z.literal('failed'), id: z.number(), error: errorInfoSchema }),
])

export const inspectedArchiveSchema = z.object({
  metadata: chartMetadata,
  configJson: z.string(),
  annotations: z.array(z.tuple([z.string(), z.string()])),
  files: z.array(archiveEntry),
  readme: chartText.optional(),
  values: chartText.optional(),
  chartYaml: chartText,
  hasSchema: z.boolean(),
  archiveDigest: digest,
  archiveSizeBytes: sizeBytes,
  unpackedSizeBytes: sizeBytes,
  warnings: z.array(warning),
  loadedBy: z.array(z.enum(['3', '4'])),
  pushRefusal: errorInfoSchema.optional(),
})

export const fileContentSchema = fileContent
export const bytesSchema = z.instanceof(Uint8Array)
