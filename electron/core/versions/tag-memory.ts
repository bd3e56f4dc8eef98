import type { Digest } from '../../../shared/model/digest.ts'
import type { Events } from '../events/events.ts'
import type { Clock } from '../ports.ts'

type RepositoryKey = { readonly registryId: string; readonly repository: string }

/** Which digest a tag had a moment ago, so that one look at a version asks once. Tags move: seconds, no more. */
export type TagMemory = {
  recall(place: RepositoryKey, tag: string): Digest | undefined
  remember(place: RepositoryKey, tag: string, digest: Digest): void
}

const lifetimeMs = 5_000
const maxRepositories = 50

export const createTagMemory = (clock: Clock, events: Pick<Events, 'listen'>): TagMemory => {
  const repositories = new Map<string, Map<string, { digest: Digest; seenAtMs: number }>>()
  const keyOf = ({ registryId, repository }: RepositoryKey) => `${registryId}/${repository}`
  const open = (key: string) => {
    const tags = repositories.get(key) ?? new Map<string, { digest: Digest; seenAtMs: number }>()
    repositories.set(key, tags)
    const [oldest] = repositories.keys()
    if (repositories.size > maxRepositories && oldest !== undefined) repositories.delete(oldest)
    return tags
  }
  events.listen('pushed', place => void repositories.delete(keyOf(place)))
  events.listen('sign-in-ended', ({ registryId }) => {
    for (const key of repositories.keys()) {
      if (key.startsWith(`${registryId}/`)) repositories.delete(key)
    }
  })
  return {
    recall: (place, tag) => {
      const seen = repositories.get(keyOf(place))?.get(tag)
      return seen && clock.monotonicMs() - seen.seenAtMs < lifetimeMs ? seen.digest : undefined
    },
    remember: (place, tag, digest) =>
      void open(keyOf(place)).set(tag, { digest, seenAtMs: clock.monotonicMs() }),
  }
}
