import type { Digest } from '../../../shared/model/digest.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import { createRepository, type Repository } from './repository.ts'

/** Everything the registry knows except bytes, in memory. Rebuilt from the ledger at start. */
export type State = {
  repository(name: string): Repository | undefined
  /** Names of repositories that hold a manifest, in byte order. The same array until something changes. */
  repositoryNames(): readonly string[]
  /** Whether any repository holds this blob or manifest. */
  isHeld(digest: Digest): boolean
  /** The size of a blob that any repository holds (an anonymous mount). */
  heldBlobSize(digest: Digest): number | undefined
  hasMark(name: string): boolean
  /** Returns what no repository holds any longer: its bytes can go. */
  apply(entry: LedgerEntry): readonly Digest[]
  /** The shortest entries that lead to this state. */
  entries(): LedgerEntry[]
}

export const createState = (): State => {
  const repositories = new Map<string, Repository>()
  const holders = new Map<Digest, number>()
  const marks = new Set<string>()
  let names: readonly string[] | undefined

  const hold = (digest: Digest) => holders.set(digest, (holders.get(digest) ?? 0) + 1)
  const release = (digest: Digest): Digest[] => {
    const left = (holders.get(digest) ?? 0) - 1
    if (left > 0) holders.set(digest, left)
    else holders.delete(digest)
    return left > 0 ? [] : [digest]
  }
  const repositoryFor = (name: string): Repository => {
    const known = repositories.get(name)
    if (known) return known
    const created = createRepository()
    repositories.set(name, created)
    return created
  }
  const forgetIfEmpty = (name: string, repository: Repository) => {
    names = undefined
    if (repository.isEmpty()) repositories.delete(name)
  }

  const add = (repository: Repository, entry: LedgerEntry & { op: 'blob' | 'manifest' }) => {
    const isNew =
      entry.op === 'blob'
        ? repository.addBlob(entry.digest, entry.sizeBytes)
        : repository.addManifest(entry.digest, entry.facts)
    if (isNew) hold(entry.digest)
    if (entry.op === 'manifest') names = undefined
    return []
  }

  const remove = (entry: LedgerEntry & { op: 'unblob' | 'unmanifest' }) => {
    const repository = repositories.get(entry.repository)
    if (!repository) return []
    const removed =
      entry.op === 'unblob'
        ? repository.removeBlob(entry.digest)
        : repository.removeManifest(entry.digest)
    forgetIfEmpty(entry.repository, repository)
    return removed.flatMap(release)
  }

  const apply = (entry: LedgerEntry): readonly Digest[] => {
    switch (entry.op) {
      case 'blob':
      case 'manifest':
        return add(repositoryFor(entry.repository), entry)
      case 'unblob':
      case 'unmanifest':
        return remove(entry)
      case 'tag':
        repositories.get(entry.repository)?.setTag(entry.tag, entry.digest)
        return []
      case 'untag':
        repositories.get(entry.repository)?.removeTag(entry.tag)
        return []
      case 'mark':
        marks.add(entry.name)
        return []
    }
  }

  const listNames = () =>
    [...repositories]
      .filter(([, repository]) => repository.hasManifests())
      .map(([name]) => name)
      .sort()

  return {
    repository: name => repositories.get(name),
    repositoryNames: () => (names ??= listNames()),
    isHeld: digest => holders.has(digest),
    heldBlobSize: digest => {
      if (!holders.has(digest)) return undefined
      for (const repository of repositories.values()) {
        const sizeBytes = repository.blobSize(digest)
        if (sizeBytes !== undefined) return sizeBytes
      }
      return undefined
    },
    hasMark: name => marks.has(name),
    apply,
    entries: () => [
      ...[...repositories].flatMap(([name, repository]) => repository.entries(name)),
      ...[...marks].map(name => ({ op: 'mark' as const, name })),
    ],
  }
}
