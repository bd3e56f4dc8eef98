import type { Digest } from '../../../shared/model/digest.ts'
import type { LedgerEntry, ManifestFacts } from './ledger-entry.ts'

export type Referrer = { readonly digest: Digest; readonly facts: ManifestFacts }

/** What one repository holds. Changed only by applying ledger entries. */
export type Repository = ReturnType<typeof createRepository>

export const createRepository = () => {
  const blobs = new Map<Digest, number>()
  const manifests = new Map<Digest, ManifestFacts>()
  const tags = new Map<string, Digest>()
  const needed = new Map<Digest, number>()
  const referrers = new Map<Digest, Map<Digest, ManifestFacts>>()
  let sortedTags: readonly string[] | undefined

  const countNeeds = (facts: ManifestFacts, by: 1 | -1) => {
    for (const digest of facts.needs) {
      const count = (needed.get(digest) ?? 0) + by
      if (count > 0) needed.set(digest, count)
      else needed.delete(digest)
    }
  }

  const addReferrer = (digest: Digest, facts: ManifestFacts) => {
    if (!facts.subject) return
    const known = referrers.get(facts.subject) ?? new Map<Digest, ManifestFacts>()
    referrers.set(facts.subject, known.set(digest, facts))
  }
  const removeReferrer = (digest: Digest, { subject }: ManifestFacts) => {
    const known = subject && referrers.get(subject)
    if (!known) return
    known.delete(digest)
    if (known.size === 0) referrers.delete(subject)
  }

  const removeTag = (tag: string) => {
    if (tags.delete(tag)) sortedTags = undefined
  }
  const removeTagsOf = (digest: Digest) => {
    for (const [tag, target] of tags) if (target === digest) removeTag(tag)
  }
  const removeBlob = (digest: Digest): Digest[] => (blobs.delete(digest) ? [digest] : [])

  /** A blob that no other manifest of this repository needs goes with the manifest. */
  const removeManifest = (digest: Digest): Digest[] => {
    const facts = manifests.get(digest)
    if (!facts) return []
    manifests.delete(digest)
    removeTagsOf(digest)
    removeReferrer(digest, facts)
    countNeeds(facts, -1)
    const freed = new Set(facts.needs.filter(need => !needed.has(need)))
    return [digest, ...[...freed].flatMap(removeBlob)]
  }

  return {
    isEmpty: () => blobs.size === 0 && manifests.size === 0,
    hasManifests: () => manifests.size > 0,
    blobSize: (digest: Digest) => blobs.get(digest),
    manifest: (digest: Digest) => manifests.get(digest),
    tag: (tag: string) => tags.get(tag),
    /** In byte order. The same array until a tag comes or goes. */
    tags: () => (sortedTags ??= [...tags.keys()].sort()),
    isNeeded: (digest: Digest) => needed.has(digest),
    unneededBlobs: () => [...blobs.keys()].filter(digest => !needed.has(digest)),
    referrers: (subject: Digest): Referrer[] =>
      [...(referrers.get(subject) ?? [])].map(([digest, facts]) => ({ digest, facts })),

    addBlob(digest: Digest, sizeBytes: number) {
      const isNew = !blobs.has(digest)
      blobs.set(digest, sizeBytes)
      return isNew
    },
    removeBlob,
    addManifest(digest: Digest, facts: ManifestFacts) {
      if (manifests.has(digest)) return false
      manifests.set(digest, facts)
      countNeeds(facts, 1)
      addReferrer(digest, facts)
      return true
    },
    removeManifest,
    setTag(tag: string, digest: Digest) {
      if (!tags.has(tag)) sortedTags = undefined
      tags.set(tag, digest)
    },
    removeTag,

    entries: (repository: string): LedgerEntry[] => [
      ...[...blobs].map(([digest, sizeBytes]) => ({
        op: 'blob' as const,
        repository,
        digest,
        sizeBytes,
      })),
      ...[...manifests].map(([digest, facts]) => ({
        op: 'manifest' as const,
        repository,
        digest,
        facts,
      })),
      ...[...tags].map(([tag, digest]) => ({ op: 'tag' as const, repository, tag, digest })),
    ],
  }
}
