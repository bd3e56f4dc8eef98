import { AppError } from '../../../../shared/errors.ts'
import type { Input, Output } from '../../../../shared/ipc/contract.ts'
import type { Review, Check } from '../../../../shared/ipc/schemas/transfers.ts'
import { isRepositoryName } from '../../../../shared/model/reference.ts'
import { isTag } from '../../../../shared/model/tag.ts'
import type { Registry } from '../../../../shared/ipc/schemas/registries.ts'
import type { Clock } from '../../ports.ts'
import type { RegistryDirectory } from '../../registries/types.ts'
import type { Drafts, OpenDraft } from '../user-files/drafts.ts'
import type { KnownRefusals } from '../push/known-refusals.ts'
import { createPushJob } from './push-job.ts'
import { planPush } from '../push/push-plan.ts'
import { findPresent, reviewPush } from '../push/push-review.ts'
import { alreadyThere, refusing } from './other-endings.ts'
import { once } from './once.ts'
import type { Prepared, TransferEngine } from '../engine/transfer-engine.ts'

type StartInput = Input<'push.start'>
type Answer = Output<'push.start'>
type Pushed = { registryId: string; repository: string }

export type Pushes = {
  review(
    input: Input<'push.review'>,
    context: { signal: AbortSignal; progress: (check: Check) => void },
  ): Promise<Review>
  /** `decides`: whether who asks can be asked back; else a question ends the transfer. */
  start(
    input: StartInput,
    signal: AbortSignal,
    options?: { readonly decides?: boolean },
  ): Promise<Answer>
}

type Deps = {
  readonly drafts: Drafts
  readonly registries: RegistryDirectory
  readonly engine: TransferEngine
  /** What a registry showed that it cannot do. */
  readonly refusals: (registry: Registry) => KnownRefusals
  /** Told when a push has ended, so that lists are asked for again. */
  readonly pushed: (place: Pushed) => void
  readonly clock: Clock
}

export const createPushes = (deps: Deps): Pushes => {
  const { drafts, registries, engine, refusals, pushed, clock } = deps
  const clientOf = (registryId: string) => (repository: string) =>
    registries.client(registryId).repository(repository)

  const start: Pushes['start'] = async (input, signal, { decides = true } = {}) => {
    const { draftId, target, moveTagFrom, withoutProvenance } = input
    const draft = decideProvenance(drafts.get(draftId), withoutProvenance === true)
    if (draft === undefined) return { result: 'needs-decision', decision: 'provenance-differs' }
    const plan = planPush(draft, target.namespace)
    assertPushable(draft, plan)
    const registry = registries.get(target.registryId)
    const client = clientOf(registry.id)(plan.repository)
    const release = once(drafts.keep(draftId))
    const job = createPushJob({
      plan,
      registry,
      client,
      clock,
      before: moveTagFrom,
      title: `${draft.inspected.metadata.name} ${draft.inspected.metadata.version}`,
      retry: { kind: 'push', draftId, namespace: target.namespace, ...agreed(input) },
      settled: () => {
        release()
        pushed({ registryId: registry.id, repository: plan.repository })
      },
    })
    const prepare = async (asking: AbortSignal): Promise<Prepared<Answer>> => {
      await draft.archive.assertUnchanged()
      const present = await findPresent(client, plan.tag, asking)
      const to = plan.manifest.digest
      if (present?.digest === to) {
        return {
          instead: { result: 'already-there', digest: to },
          alone: { ...job, run: alreadyThere(job) },
        }
      }
      if (present !== undefined && present.digest !== moveTagFrom) {
        return {
          instead: { result: 'needs-decision', decision: 'move-tag', from: present.digest, to },
          alone: {
            ...job,
            run: refusing(new AppError('conflict', 'tag-moved', { tag: plan.tag })),
          },
        }
      }
      return { job }
    }
    try {
      const answer = await engine.announce(job, prepare, { signal, decides })
      if (answer.result !== 'started') release()
      return answer
    } catch (error) {
      release()
      throw error
    }
  }

  return {
    start,
    review: ({ draftId, target }, context) =>
      reviewPush({
        draft: drafts.get(draftId),
        target,
        registry: registries.get(target.registryId),
        refusals: refusals(registries.get(target.registryId)),
        repositoryClient: clientOf(target.registryId),
        ...context,
      }),
  }
}

const agreed = ({ moveTagFrom, withoutProvenance }: StartInput) => ({
  ...(moveTagFrom !== undefined && { moveTagFrom }),
  ...(withoutProvenance !== undefined && { withoutProvenance }),
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
