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
import type { ArchiveAt } from '../archive/open-archives.ts'
import type { InspectedArchive } from '../archive/types.ts'

/** A job's input is ours and needs no schema; its output is made of a stranger's bytes. */
type Job<In, Out> = { readonly output: z.ZodType<Out>; readonly input?: In }

const job = <In>() => ({
  gives: <Out>(output: z.ZodType<Out>): Job<In, Out> => ({ output }),
})

const inspectedArchive = z.object({
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

const readFile = z.union([z.object({ content: fileContent }), z.object({ error: errorInfoSchema })])
export type ReadFile = z.infer<typeof readFile>

type OfArchive = { readonly archive: ArchiveAt }

/**
 * Everything a parser process can be asked. A new job is one row here, and its function in electron/parser/run-jobs.ts,
 * which the compiler then demands.
 */
export const parserJobs = {
  inspect: job<OfArchive>().gives(inspectedArchive as unknown as z.ZodType<InspectedArchive>),
  /** For the screen, in the order asked for. May end early, after one at least, where the answer grows large. */
  files: job<OfArchive & { readonly indexes: readonly string[] }>().gives(z.array(readFile)),
  bytes: job<OfArchive & { readonly index: string }>().gives(
    z.instanceof<typeof Uint8Array<ArrayBufferLike>>(Uint8Array),
  ),
}

export type JobKind = keyof typeof parserJobs
export type JobInput<K extends JobKind> =
  (typeof parserJobs)[K] extends Job<infer In, unknown> ? In : never
export type JobOutput<K extends JobKind> =
  (typeof parserJobs)[K] extends Job<unknown, infer Out> ? Out : never

/** Distributes over the kinds, so that `kind` tells the input's type. */
export type JobRequest<K extends JobKind = JobKind> = K extends JobKind
  ? { readonly kind: K; readonly input: JobInput<K> }
  : never
