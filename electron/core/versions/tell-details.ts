import { type AppError, isAppError } from '../../../shared/errors.ts'
import type { Progress } from '../../../shared/ipc/contract.ts'
import type { Digest } from '../../../shared/model/digest.ts'
import type { RepositoryClient } from '../oci/types.ts'
import { eachAtMost } from '../async/each-at-most.ts'
import type { DigestDetails, SavedDetails, TaggedDetails } from '../store/saved-details.ts'
import type { ContentStore } from './content-store.ts'
import { readDetails } from './read-details.ts'
import type { TagMemory } from './tag-memory.ts'

type Tell = (item: Progress<'versions.details'>) => void

export type DetailsDeps = {
  readonly place: { readonly registryId: string; readonly repository: string }
  readonly client: RepositoryClient
  readonly contents: ContentStore
  readonly saved: SavedDetails
  readonly memory: TagMemory
}

const parallelRequests = 6
const saveAt = 100

/**
 * Tells what is saved at once, then asks for the rest in the order given, and whether the saved tags have
 * moved: one that has is told again. Ends when every tag was looked at, or at the first that says the registry
 * limits us; throws when the whole registry fails.
 */
export const tellDetails = async (
  deps: DetailsDeps,
  tags: readonly string[],
  tell: Tell,
  signal: AbortSignal,
): Promise<void> => {
  const { place, contents, saved, memory } = deps
  const told = tellSaved(deps, tags, tell)
  const fresh: TaggedDetails[] = []
  const save = () => {
    contents.flush()
    saved.save(place.registryId, place.repository, fresh.splice(0))
  }
  const look = createTagReader(deps, told, signal)
  try {
    await eachAtMost(parallelRequests, tags, async tag => {
      const before = told.get(tag)
      if (before !== undefined && memory.recall(place, tag) === before) return
      const details = await lookOrFail(look, tag, tell)
      if (!details) return
      memory.remember(place, tag, details.digest)
      if (details.digest !== before) tell({ details: { ...details, tag } })
      fresh.push({ tag, details })
      if (fresh.length >= saveAt) save()
    })
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error
  } finally {
    save()
  }
}

class RateLimited extends Error {}

/** Tag → digest of what was told from the store. */
const tellSaved = (
  { place, saved, memory }: DetailsDeps,
  tags: readonly string[],
  tell: Tell,
): ReadonlyMap<string, Digest> => {
  const told = new Map<string, Digest>()
  for (const tag of tags) {
    const digest =
      memory.recall(place, tag) ?? saved.lastDigest(place.registryId, place.repository, tag)
    const details = digest && saved.get(place.registryId, digest)
    if (!digest || !details) continue
    told.set(tag, digest)
    tell({ details: { ...details, tag } })
  }
  return told
}

type TagReader = (tag: string) => Promise<DigestDetails>

const createTagReader = (
  { place, client, contents, saved }: DetailsDeps,
  told: ReadonlyMap<string, Digest>,
  signal: AbortSignal,
): TagReader => {
  // Many tags may name one digest: the config is asked for once.
  const reading = new Map<Digest, Promise<DigestDetails>>()
  const byDigest = (digest: Digest): Promise<DigestDetails> => {
    const known = saved.get(place.registryId, digest)
    if (known) return Promise.resolve(known)
    const running = reading.get(digest) ?? readDetails(contents, digest, signal)
    reading.set(digest, running)
    return running
  }
  return async tag => {
    // A known tag is only compared (HEAD); a new one needs its manifest anyway, so one GET does both.
    const { digest } = told.has(tag)
      ? await client.resolve(tag, { signal })
      : await contents.manifest(tag, signal)
    return byDigest(digest)
  }
}

const lookOrFail = async (look: TagReader, tag: string, tell: Tell) => {
  try {
    return await look(tag)
  } catch (error) {
    if (!isAppError(error) || endsAll(error)) throw error
    const { code, reason, params, details } = error
    const retryAfterMs = details?.retryAfterMs
    tell({
      failed: { tag, code, reason, params, ...(retryAfterMs !== undefined && { retryAfterMs }) },
    })
    if (code === 'rate-limited') throw new RateLimited()
    return undefined
  }
}

const endingCodes = new Set<AppError['code']>([
  'cancelled',
  'unauthorized',
  'unreachable',
  'untrusted-certificate',
  'keychain-unavailable',
  'unexpected',
])

/** Whether asking on would only ask a registry that is gone, or send a refused sign-in again and lock the account. */
export const endsAll = ({ code, reason }: AppError): boolean =>
  endingCodes.has(code) && reason !== 'server-error'
