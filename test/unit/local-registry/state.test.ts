import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LedgerEntry } from '../../../electron/core/local-registry/ledger-entry.ts'
import { createState, type State } from '../../../electron/core/local-registry/state.ts'
import { isDigest } from '../../../shared/model/digest.ts'

const digestOf = (letter: string) => {
  const digest = `sha256:${letter.repeat(64)}`
  if (!isDigest(digest)) throw new Error('not a digest')
  return digest
}
const blobs = ['a', 'b', 'c'].map(digestOf)
const manifests = ['d', 'e'].map(digestOf)
const repositories = ['one', 'two']
const mediaType = 'application/vnd.oci.image.manifest.v1+json'

const repository = fc.constantFrom(...repositories)
const blob = fc.constantFrom(...blobs)
const manifest = fc.constantFrom(...manifests)
const tag = fc.constantFrom('1.0.0', '2.0.0')

const entry: fc.Arbitrary<LedgerEntry> = fc.oneof(
  fc.record({ op: fc.constant('blob'), repository, digest: blob, sizeBytes: fc.constant(1) }),
  fc.record({ op: fc.constant('unblob'), repository, digest: blob }),
  fc.record({
    op: fc.constant('manifest'),
    repository,
    digest: manifest,
    facts: fc.record({
      mediaType: fc.constant(mediaType),
      sizeBytes: fc.constant(1),
      needs: fc.array(blob, { maxLength: 3 }),
      subject: manifest,
    }),
  }),
  fc.record({ op: fc.constant('unmanifest'), repository, digest: manifest }),
  fc.record({ op: fc.constant('tag'), repository, tag, digest: manifest }),
  fc.record({ op: fc.constant('untag'), repository, tag }),
)

const view = (state: State) =>
  repositories.map(name => {
    const held = state.repository(name)
    return {
      blobs: blobs.map(digest => held?.blobSize(digest)),
      manifests: manifests.map(digest => held?.manifest(digest)),
      referrers: manifests.map(digest => new Set(held?.referrers(digest).map(r => r.digest))),
      needed: blobs.map(digest => held?.isNeeded(digest) ?? false),
      tags: held?.tags() ?? [],
    }
  })

const applyAll = (entries: readonly LedgerEntry[]) => {
  const state = createState()
  const freed = entries.flatMap(one => state.apply(one))
  return { state, freed }
}

it('is the same after its shortest ledger was applied to an empty one', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), entries => {
      const { state } = applyAll(entries)
      expect(view(applyAll(state.entries()).state)).toEqual(view(state))
    }),
  )
})

it('frees exactly what no repository holds any longer', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), entries => {
      const state = createState()
      for (const one of entries) {
        for (const digest of state.apply(one)) expect(state.isHeld(digest)).toBe(false)
        const held = view(state).flatMap((shown, index) => [
          ...blobs.filter((_, at) => shown.blobs[at] !== undefined),
          ...manifests.filter(digest =>
            state.repository(repositories[index] ?? '')?.manifest(digest),
          ),
        ])
        for (const digest of [...blobs, ...manifests]) {
          expect(state.isHeld(digest)).toBe(held.includes(digest))
        }
      }
    }),
  )
})

it('lists only repositories that hold a manifest', () => {
  const [config = digestOf('a')] = blobs
  const facts = { mediaType, sizeBytes: 1, needs: [config] }
  const { state } = applyAll([
    { op: 'blob', repository: 'two', digest: config, sizeBytes: 1 },
    { op: 'manifest', repository: 'one', digest: digestOf('d'), facts },
  ])
  expect(state.repositoryNames()).toEqual(['one'])
  state.apply({ op: 'unmanifest', repository: 'one', digest: digestOf('d') })
  expect(state.repositoryNames()).toEqual([])
})
