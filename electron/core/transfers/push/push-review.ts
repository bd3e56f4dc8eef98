import { isAppError } from '../../../../shared/errors.ts'
import type { Check, Review, Target } from '../../../../shared/ipc/schemas/transfers.ts'
import type { Registry } from '../../../../shared/ipc/schemas/registries.ts'
import { isRepositoryName } from '../../../../shared/model/reference.ts'
import { isTag } from '../../../../shared/model/tag.ts'
import { parseManifest } from '../../oci/manifests/manifest.ts'
import type { RepositoryClient } from '../../oci/types.ts'
import { createdAt } from '../../versions/created-at.ts'
import type { OpenDraft } from '../user-files/drafts.ts'
import { helmPushCommand } from './helm-push-command.ts'
import type { KnownRefusals } from './known-refusals.ts'
import {
  checkArchive,
  checkName,
  checkPath,
  checkProvenance,
  checkRights,
  checkSize,
  checkTag,
  checkTarget,
  checkUnanswered,
  checkVersion,
  type Present,
} from './push-checks.ts'
import { planPush, type PushPlan } from './push-plan.ts'

type Options = {
  readonly draft: OpenDraft
  readonly target: Target
  readonly registry: Registry
  readonly repositoryClient: (repository: string) => RepositoryClient
  /** What the registry showed that it cannot do. */
  readonly refusals: KnownRefusals
  readonly progress: (check: Check) => void
  readonly signal: AbortSignal
}

/**
 * Runs the checks of the review sheet, each told as soon as it is known. Only reads (HEAD, GET, a token
 * request): nothing of the chart leaves the machine.
 */
export const reviewPush = async (options: Options): Promise<Review> => {
  const { draft, target, registry, refusals, progress } = options
  const plan = planPush(draft, target.namespace)
  const { name, version } = draft.inspected.metadata
  const checks: Check[] = []
  const tell = (check: Check) => {
    checks.push(check)
    progress(check)
  }
  const local = [
    ...checkArchive(draft),
    checkName(name, plan.repository),
    checkVersion(version, plan.tag),
    ...checkPath(target.namespace, name),
    checkProvenance(draft, refusals.provenance),
    checkSize(draft),
  ]
  local.forEach(tell)
  const askable = isRepositoryName(plan.repository) && isTag(plan.tag)
  const present = askable ? await askRegistry(options, plan, tell) : undefined
  return {
    draftId: draft.draftId,
    repository: plan.repository,
    tag: plan.tag,
    reference: `oci://${registry.host}/${plan.repository}:${plan.tag}`,
    checks,
    plan: describePlan(plan),
    helmCommand: helmPushCommand(draft.archive.fileName, target, registry),
    ...(present && { takenBy: present.digest }),
  }
}

const askRegistry = async (options: Options, plan: PushPlan, tell: (check: Check) => void) => {
  const { registry, repositoryClient, refusals, signal } = options
  const isImmutable = refusals.immutableIn === plan.repository
  const client = repositoryClient(plan.repository)
  const [present] = await Promise.all([
    answer('tag', async () => {
      const found = await findPresent(client, plan.tag, signal)
      tell(checkTag(plan.tag, found, plan.manifest.digest, isImmutable))
      return found
    }),
    answer('target', async () => {
      const exists = await repositoryExists(client, signal)
      tell(checkTarget(plan.repository, exists, refusals.newRepository))
    }),
    answer('rights', async () => {
      const isOurs = registry.kind === 'local'
      const { push = 'unknown' } = (isOurs ? undefined : await client.rights({ signal })) ?? {}
      const refusesAnonymous = refusals.anonymousPush
      tell(checkRights(push, registry.host, { refusesAnonymous, isOurs }))
    }),
  ])
  return present

  async function answer<T>(check: 'tag' | 'target' | 'rights', ask: () => Promise<T>) {
    try {
      return await ask()
    } catch (error) {
      if (signal.aborted || !isAppError(error)) throw error
      tell(checkUnanswered(check, error))
      return undefined
    }
  }
}

/** What the tag points to now; undefined when it is free. */
export const findPresent = async (
  client: RepositoryClient,
  tag: string,
  signal: AbortSignal,
): Promise<Present> => {
  try {
    const manifest = await client.manifest(tag, { signal })
    return { digest: manifest.digest, createdAt: createdOf(manifest.bytes) }
  } catch (error) {
    if (isAppError(error) && error.code === 'not-found') return undefined
    throw error
  }
}

const createdOf = (bytes: Uint8Array): string | undefined => {
  try {
    return createdAt(parseManifest(bytes).annotations)
  } catch {
    // The tag can be moved away from a manifest that cannot be read; only its time stays unknown.
    return undefined
  }
}

const repositoryExists = async (client: RepositoryClient, signal: AbortSignal) => {
  try {
    const first = await client.tags({ signal }).next()
    return first.done === true || first.value.names.length > 0
  } catch (error) {
    if (isAppError(error) && error.code === 'not-found') return false
    throw error
  }
}

const describePlan = ({ manifest, config, layers }: PushPlan): Review['plan'] => ({
  manifest: {
    mediaType: manifest.mediaType,
    digest: manifest.digest,
    sizeBytes: manifest.bytes.byteLength,
  },
  config: { mediaType: config.mediaType, digest: config.digest, sizeBytes: config.sizeBytes },
  layers: layers.map(({ mediaType, digest, sizeBytes, role, fileName }) => ({
    mediaType,
    digest,
    sizeBytes,
    role: role === 'provenance' ? 'provenance' : 'chart',
    fileName,
  })),
})
