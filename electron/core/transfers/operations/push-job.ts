import { isAppError } from '../../../../shared/errors.ts'
import type { Registry } from '../../../../shared/ipc/schemas/registries.ts'
import type { Digest } from '../../../../shared/model/digest.ts'
import { changedMember, storedChanged } from '../../oci/manifests/changed-member.ts'
import type { RepositoryClient } from '../../oci/types.ts'
import type { Clock } from '../../ports.ts'
import type { PlannedBlob, PushPlan } from '../push/push-plan.ts'
import type { JobContext, JobSpec } from '../engine/transfer-engine.ts'
import type { Retry } from '../engine/transfer-journal.ts'

type Options = {
  readonly plan: PushPlan
  readonly registry: Registry
  readonly client: RepositoryClient
  readonly title: string
  readonly clock: Clock
  /** What the tag named before. */
  readonly before: string | undefined
  readonly retry: Retry
  readonly settled: () => void
}

/** Blobs that are missing, then the manifest by its tag, then a look at what the tag names now. */
export const createPushJob = ({
  plan,
  registry,
  client,
  title,
  clock,
  before,
  retry,
  settled,
}: Options): JobSpec => {
  const blobs = [plan.config, ...plan.layers]
  return {
    transfer: {
      kind: 'push',
      registryId: registry.id,
      host: registry.host,
      repository: plan.repository,
      tag: plan.tag,
      digest: plan.manifest.digest,
      title,
    },
    steps: ['upload', 'manifest', 'read-back'],
    blobs: blobs.map(({ digest, role, sizeBytes }) => ({ digest, role, sizeBytes })),
    retry,
    key: `push ${registry.host}/${plan.repository}:${plan.tag}`,
    settled,
    run: async context => {
      context.step('upload')
      await pushBlobs(client, blobs, context, { force: false })
      context.step('manifest')
      await pushManifest(client, plan, blobs, context)
      context.step('read-back')
      return readBack({ plan, registry, client, clock, before })
    },
  }
}

// Once the manifest is on its way a cancel cannot take it back: the push is then read back, not called
// cancelled (docs/threats.md, "Many things at once"). The client's own time limits still end it.
const untilDone = new AbortController().signal

/** Before each look after a push: some registries (GHCR) show a tag seconds after they took it. */
const looksAfterMs = [0, 500, 1_000, 2_000, 4_000]

type ReadBackDeps = Pick<Options, 'plan' | 'registry' | 'client' | 'clock' | 'before'>

/**
 * What the tag names now. The registry took the manifest, so nothing that is read afterwards makes a failure of it: a
 * tag that is not there, or still names what it named before, may only be late.
 */
const readBack = async ({ plan, registry, client, clock, before }: ReadBackDeps) => {
  const { tag, manifest, repository } = plan
  let seen: Digest | undefined
  for (const waitMs of looksAfterMs) {
    if (waitMs > 0) await clock.sleep(waitMs)
    const look = await lookAtTag(client, tag)
    if (look === 'no-answer') break
    seen = look
    if (seen === manifest.digest) return {}
    if (seen !== undefined && seen !== before) break
  }
  if (seen === undefined || seen === before) return { notVisibleYet: true as const }
  const stored = await client.manifest(seen, { signal: untilDone }).catch(() => undefined)
  const member = stored && changedMember(manifest.bytes, stored.bytes)
  if (member === undefined) return { tagNowPointsTo: seen }
  const params = { host: registry.host, repository, reference: tag }
  throw storedChanged(params, member, manifest.digest, seen)
}

/** Undefined where it is not there. */
const lookAtTag = async (
  client: RepositoryClient,
  tag: string,
): Promise<Digest | undefined | 'no-answer'> => {
  try {
    return (await client.resolve(tag, { signal: untilDone })).digest
  } catch (error) {
    if (!isAppError(error)) throw error
    return error.code === 'not-found' ? undefined : 'no-answer'
  }
}

const pushBlobs = async (
  client: RepositoryClient,
  blobs: readonly PlannedBlob[],
  context: JobContext,
  { force }: { force: boolean },
) => {
  const group = new AbortController()
  const signal = AbortSignal.any([context.signal, group.signal])
  const pushOne = async (blob: PlannedBlob) => {
    if (!force && (await client.hasBlob(blob.digest, { signal }))) {
      return context.blob(blob.digest, { state: 'already-there' })
    }
    context.blob(blob.digest, { state: 'moving' })
    const onBytes = (sentBytes: number) => context.blob(blob.digest, { sentBytes })
    await client.pushBlob(blob, blob.source, { signal, onBytes })
    context.blob(blob.digest, { state: 'done' })
  }
  const results = await Promise.allSettled(
    blobs.map(blob =>
      pushOne(blob).catch(error => {
        group.abort(error)
        throw error
      }),
    ),
  )
  context.signal.throwIfAborted()
  // The first failure aborted the others: theirs only say so.
  if (group.signal.aborted) throw group.signal.reason
  const failed = results.find(result => result.status === 'rejected')
  if (failed) throw failed.reason
}

const pushManifest = async (
  client: RepositoryClient,
  { tag, manifest }: PushPlan,
  blobs: readonly PlannedBlob[],
  context: JobContext,
) => {
  context.signal.throwIfAborted()
  try {
    await client.pushManifest(tag, manifest, { signal: untilDone })
  } catch (error) {
    // The registry only thought it had a blob: send them all once more, then give up (docs/protocol.md, "The manifest
    // comes last").
    if (!isAppError(error) || error.reason !== 'missing-blob') throw error
    await pushBlobs(client, blobs, context, { force: true })
    await client.pushManifest(tag, manifest, { signal: untilDone })
  }
}
