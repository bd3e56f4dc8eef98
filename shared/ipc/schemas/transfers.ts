import { z } from 'zod'
import { errorInfoSchema } from '../../error-info.ts'
import { chartMetadata, layerRole, warning } from './charts.ts'
import {
  digest,
  id,
  repositoryName,
  sizeBytes,
  tag,
  timestampMs,
  versionLocation,
} from './values.ts'

/** An archive the user has handed over, held open by the core. */
export const draft = z.object({
  draftId: id,
  fileName: z.string(),
  sizeBytes,
  metadata: chartMetadata,
  archiveDigest: digest,
  unpackedSizeBytes: sizeBytes,
  provenance: z
    .object({
      fileName: z.string(),
      sizeBytes,
      digest,
      /** Does its `files:` list hold this archive's sha256? */
      hash: z.enum(['matches', 'differs', 'absent']),
    })
    .optional(),
  /** A neighbouring .prov that was not taken, and why. */
  provenanceRefused: z.string().optional(),
  warnings: z.array(warning),
})
export type Draft = z.infer<typeof draft>

export const refusedFile = z.object({
  fileName: z.string(),
  /** Of a token that names no file; the name is empty then. */
  token: z.string().optional(),
  error: errorInfoSchema,
})
export type RefusedFile = z.infer<typeof refusedFile>

export const target = z.object({
  registryId: id,
  namespace: z.union([z.literal(''), repositoryName]),
})
export type Target = z.infer<typeof target>

/** One line under "Checks". Key selects the words: push.checks.<check>.<key>. */
export const check = z.object({
  check: z.enum([
    'archive',
    'name',
    'version',
    'target',
    'tag',
    'path',
    'provenance',
    'size',
    'rights',
  ]),
  state: z.enum(['running', 'passed', 'notice', 'warning', 'decision', 'failed']),
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Check = z.infer<typeof check>

export const plannedBlob = z.object({ mediaType: z.string(), digest, sizeBytes })

/** The exact bytes' addresses, known before anything is sent. */
export const pushPlan = z.object({
  manifest: plannedBlob,
  config: plannedBlob,
  /** In manifest order: sorted by digest, as helm does. */
  layers: z.array(plannedBlob.extend({ role: layerRole, fileName: z.string() })),
})

export const review = z.object({
  draftId: id,
  repository: z.string(),
  tag: z.string(),
  /** `oci://host/path/name:tag`, the exact target. */
  reference: z.string(),
  checks: z.array(check),
  plan: pushPlan.optional(),
  helmCommand: z.string(),
  /** The tag's present digest, where it is taken. */
  takenBy: digest.optional(),
})
export type Review = z.infer<typeof review>

export const step = z.object({
  name: z.enum(['resolve', 'upload', 'manifest', 'read-back', 'download', 'verify', 'save']),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
})

export const blobProgress = z.object({
  digest,
  role: z.enum(['config', 'chart', 'provenance']),
  sizeBytes,
  sentBytes: sizeBytes,
  state: z.enum(['waiting', 'moving', 'done', 'already-there']),
})

/** How a finished pull's archive was found to be. */
export const pullOutcome = z.object({
  fileName: z.string(),
  /** The folder as shown; absent for a browser download. */
  folder: z.string().optional(),
  sizeBytes,
  tookMs: z.number(),
  provenanceFileName: z.string().optional(),
  /** False: saved, and neither helm 3 nor helm 4 loads it. */
  helmLoads: z.boolean(),
  /** The one helm that does not load it, where the other does. */
  refusingHelm: z.enum(['3', '4']).optional(),
  contents: z.enum(['same-as-tag', 'differs', 'unreadable', 'no-tag']),
  name: z.string().optional(),
  version: z.string().optional(),
})

export type PullOutcome = z.infer<typeof pullOutcome>

/** What the tag named when a push had ended: somebody else may have moved it, or the registry shows it later. */
export const pushOutcome = z.discriminatedUnion('tagNow', [
  z.object({ tagNow: z.literal('as-pushed') }),
  z.object({ tagNow: z.literal('moved'), pointsTo: digest }),
  z.object({ tagNow: z.literal('not-visible-yet') }),
])

/** What is so of every transfer, whatever it does and however it stands. */
const transferFacts = z.object({
  id,
  registryId: id,
  host: z.string(),
  repository: repositoryName,
  tag: tag.optional(),
  digest: digest.optional(),
  title: z.string(),
  steps: z.array(step),
  blobs: z.array(blobProgress),
  /** Of one that goes through many things one by one: how many there are, and how many of them have ended how. */
  items: z
    .object({ total: z.number(), done: z.number(), failed: z.number(), skipped: z.number() })
    .optional(),
  movedBytes: sizeBytes,
  totalBytes: sizeBytes,
  startedAtMs: timestampMs,
})

/** A kind of transfer, and what is told of one that is done. */
const transferOf = <Kind extends string, Outcome extends z.ZodType>(
  kind: Kind,
  outcome: Outcome,
) => {
  const facts = transferFacts.extend({ kind: z.literal(kind) })
  const ended = facts.extend({ endedAtMs: timestampMs })
  return z.discriminatedUnion('state', [
    facts.extend({ state: z.literal('waiting') }),
    facts.extend({ state: z.literal('running') }),
    ended.extend({ state: z.literal('done'), outcome }),
    ended.extend({ state: z.literal('failed'), error: errorInfoSchema }),
    ended.extend({ state: z.literal('cancelled') }),
  ])
}

/** One line for each kind of operation (core/transfers/operations). */
export const transfer = z.discriminatedUnion('kind', [
  transferOf('push', pushOutcome),
  transferOf('pull', pullOutcome),
])
export type Transfer = z.infer<typeof transfer>
export type DonePush = Extract<Transfer, { kind: 'push'; state: 'done' }>
export type DonePull = Extract<Transfer, { kind: 'pull'; state: 'done' }>

export const pullPlan = z.object({
  location: versionLocation,
  tag: tag.optional(),
  digest,
  resolvedAtMs: timestampMs,
  name: z.string(),
  version: z.string(),
  fileName: z.string(),
  sizeBytes,
  provenance: z.object({ fileName: z.string(), sizeBytes }).optional(),
  /** The tag moved since the row was shown: what the row had. */
  movedFrom: digest.optional(),
  /** No registry was asked: everything is on this machine, or all but the .prov. */
  fromCache: z.enum(['whole', 'without-provenance']).optional(),
  warnings: z.array(warning),
})
export type PullPlan = z.infer<typeof pullPlan>

export const destination = z.discriminatedUnion('kind', [
  /** A folder chosen in the system's dialog, by its grant. Desktop host only. */
  z.object({ kind: z.literal('folder'), folderId: id }),
  /** A verified spool, then a browser download. Web host only. */
  z.object({ kind: z.literal('browser') }),
])

export const ticket = z.object({ url: z.string(), fileName: z.string(), sizeBytes })
