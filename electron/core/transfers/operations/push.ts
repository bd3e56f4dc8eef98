import { AppError, isAppError } from '../../../../shared/errors.ts'
import type { Input, Output } from '../../../../shared/ipc/contract.ts'
import type { Registry } from '../../../../shared/ipc/schemas/registries.ts'
import type { Digest } from '../../../../shared/model/digest.ts'
import { isRepositoryName } from '../../../../shared/model/reference.ts'
import { isTag } from '../../../../shared/model/tag.ts'
import { changedMember, storedChanged } from '../../oci/manifests/changed-member.ts'
import type { RepositoryClient } from '../../oci/types.ts'
import type { Clock } from '../../ports.ts'
import type { RegistryDirectory } from '../../registries/types.ts'
import type { Asked, Operation, Outline } from '../engine/operation.ts'
import type { RetryOf } from '../engine/retry.ts'
import type { JobContext, Outcome } from '../engine/transfer-engine.ts'
import { planPush, type PlannedBlob, type PushPlan } from '../push/push-plan.ts'
import { findPresent } from '../push/push-review.ts'
import type { Drafts, OpenDraft } from '../user-files/drafts.ts'
import { once } from './once.ts'

type Request = Input<'push.start'>
type Answer = Output<'push.start'>

type Plan = {
  readonly push: PushPlan
  readonly registry: Registry
  readonly client: RepositoryClient
  /** What the tag named before. */
  readonly before: string | undefined
  /** The tag names this very manifest: nothing is sent. */
  readonly isThere?: true
}

type Deps = {
  readonly drafts: Drafts
  readonly registries: RegistryDirectory
  /** Told when a push has ended, so that lists are asked for again. */
  readonly pushed: (place: { registryId: string; repository: string }) => void
  readonly clock: Clock
}

export type PushOperation = Operation<Request, Answer, Plan, RetryOf<'push'>>

/** Blobs that are missing, then the manifest by its tag, then a look at what the tag names now. */
export const createPushOperation = ({
  drafts,
  registries,
  pushed,
  clock,
}: Deps): PushOperation => ({
  steps: ['upload', 'manifest', 'read-back'],
  plan: request => {
    const { draftId, target, moveTagFrom, withoutProvenance } = request
    const draft = decideProvenance(drafts.get(draftId), withoutProvenance === true)
    if (draft === undefined)
      return { instead: { result: 'needs-decision', decision: 'provenance-differs' } }
    const push = planPush(draft, target.namespace)
    assertPushable(draft, push)
    const registry = registries.get(target.registryId)
    const client = registries.client(registry.id).repository(push.repository)
    const release = once(drafts.keep(draftId))
    const outline = outlineOf(draft, push, registry, request)
    const settled = () => {
      release()
      pushed({ registryId: registry.id, repository: push.repository })
    }
    const ask = async (signal: AbortSignal): Promise<Asked<Answer, Plan>> => {
      await draft.archive.assertUnchanged()
      const present = await findPresent(client, push.tag, signal)
      const to = push.manifest.digest
      const ready = { ...outline, settled, plan: { push, registry, client, before: moveTagFrom } }
      if (present?.digest === to) {
        return {
          instead: { result: 'already-there', digest: to },
          alone: { ...ready, plan: { ...ready.plan, isThere: true } },
        }
      }
      if (present !== undefined && present.digest !== moveTagFrom) {
        const refuses = new AppError('conflict', 'tag-moved', { tag: push.tag })
        return {
          instead: { result: 'needs-decision', decision: 'move-tag', from: present.digest, to },
          alone: { ...ready, plan: { refuses } },
        }
      }
      return { ready }
    }
    return { outline, ask, dropped: release }
  },
  run: async (plan, context) => {
    const { push, client } = plan
    const blobs = [push.config, ...push.layers]
    if (plan.isThere) {
      for (const { digest } of blobs) context.blob(digest, { state: 'already-there' })
      return { tagNow: 'as-pushed' }
    }
    context.step('upload')
    await pushBlobs(client, blobs, context, { force: false })
    context.step('manifest')
    await pushManifest(client, push, blobs, context)
    context.step('read-back')
    return readBack(plan, clock)
  },
  // Its file was held open by the program that is gone.
  resume: () => undefined,
  retry: ({ draftId, namespace, moveTagFrom, withoutProvenance }, { registryId }) => ({
    draftId,
    target: { registryId, namespace },
    ...(moveTagFrom !== undefined && { moveTagFrom: moveTagFrom as Digest }),
    ...(withoutProvenance !== undefined && { withoutProvenance }),
  }),
})

const outlineOf = (
  { inspected: { metadata } }: OpenDraft,
  push: PushPlan,
  registry: Registry,
  { draftId, target, moveTagFrom, withoutProvenance }: Request,
): Outline => ({
  transfer: {
    kind: 'push',
    registryId: registry.id,
    host: registry.host,
    repository: push.repository,
    tag: push.tag,
    digest: push.manifest.digest,
    title: `${metadata.name} ${metadata.version}`,
  },
  blobs: [push.config, ...push.layers].map(({ digest, role, sizeBytes }) => ({
    digest,
    role,
    sizeBytes,
  })),
  retry: {
    kind: 'push',
    draftId,
    namespace: target.namespace,
    ...(moveTagFrom !== undefined && { moveTagFrom }),
    ...(withoutProvenance !== undefined && { withoutProvenance }),
  },
  key: `push ${registry.host}/${push.repository}:${push.tag}`,
  lanes: [{ registryId: registry.id, way: 'up' }],
})

/** The draft as it may be pushed; undefined when the user owes a word about a .prov that does not fit. */
const decideProvenance = (draft: OpenDraft, without: boolean): OpenDraft | undefined => {
  if (draft.provenance === undefined || draft.provenance.hash === 'matches') return draft
  return without ? { ...draft, provenance: undefined } : undefined
}

const assertPushable = ({ inspected }: OpenDraft, plan: { repository: string; tag: string }) => {
  const { pushRefusal } = inspected
  if (pushRefusal !== undefined) {
    throw new AppError('forbidden', 'push-refused', {
      ...pushRefusal.params,
      why: pushRefusal.reason,
    })
  }
  const { name, version } = inspected.metadata
  if (!isRepositoryName(plan.repository)) {
    throw new AppError('invalid-input', 'name-not-repository', {
      name,
      repository: plan.repository,
    })
  }
  if (!isTag(plan.tag)) throw new AppError('invalid-input', 'version-not-tag', { version })
}

// Once the manifest is on its way a cancel cannot take it back: the push is then read back, not called
// cancelled (docs/threats.md, "Many things at once"). The client's own time limits still end it.
const untilDone = new AbortController().signal

/** Before each look after a push: some registries (GHCR) show a tag seconds after they took it. */
const looksAfterMs = [0, 500, 1_000, 2_000, 4_000]

/**
 * What the tag names now. The registry took the manifest, so nothing that is read afterwards makes a failure of it: a
 * tag that is not there, or still names what it named before, may only be late.
 */
const readBack = async (
  { push, registry, client, before }: Plan,
  clock: Clock,
): Promise<Outcome> => {
  const { tag, manifest, repository } = push
  let seen: Digest | undefined
  for (const waitMs of looksAfterMs) {
    if (waitMs > 0) await clock.sleep(waitMs)
    const look = await lookAtTag(client, tag)
    if (look === 'no-answer') break
    seen = look
    if (seen === manifest.digest) return { tagNow: 'as-pushed' }
    if (seen !== undefined && seen !== before) break
  }
  if (seen === undefined || seen === before) return { tagNow: 'not-visible-yet' }
  const stored = await client.manifest(seen, { signal: untilDone }).catch(() => undefined)
  const member = stored && changedMember(manifest.bytes, stored.bytes)
  if (member === undefined) return { tagNow: 'moved', pointsTo: seen }
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
