import { createHash } from 'node:crypto'
import { type Digest, digestAlgorithm } from '../../../shared/model/digest.ts'
import { isIndexMediaType } from '../../../shared/model/media-types.ts'
import { isTag } from '../../../shared/model/tag.ts'
import type { LedgerEntry, ManifestFacts } from './ledger-entry.ts'
import { readManifestFacts } from './manifest-facts.ts'
import { readSmallBody } from './receive-body.ts'
import { RegistryError } from './registry-error.ts'
import { type RegistryRequest, repositoryOf, requireDigest, wordOf } from './request.ts'
import { sendBytes, sendEmpty } from './responses.ts'

// distribution-spec "Pushing Manifests" asks for at least 4 MB; oras and docker stop at 4 MiB.
const maxManifestBytes = 4 * 1024 * 1024

type Target = { readonly digest: Digest } | { readonly tag: string }

const targetOf = (request: RegistryRequest): Target => {
  const text = wordOf(request)
  if (text.includes(':')) return { digest: requireDigest(text) }
  if (isTag(text)) return { tag: text }
  throw new RegistryError('TAG_INVALID', 'This is neither a tag nor a digest.')
}

const unknownManifest = () =>
  new RegistryError('MANIFEST_UNKNOWN', 'This repository has no such manifest.')

const findManifest = (request: RegistryRequest): { digest: Digest; facts: ManifestFacts } => {
  const target = targetOf(request)
  const repository = request.store.state().repository(repositoryOf(request))
  if (!repository) throw new RegistryError('NAME_UNKNOWN', 'There is no such repository.')
  const digest = 'digest' in target ? target.digest : repository.tag(target.tag)
  const facts = digest && repository.manifest(digest)
  if (!facts) throw unknownManifest()
  return { digest, facts }
}

/** GET and HEAD. HEAD is answered from memory. */
export const getManifest = async (request: RegistryRequest): Promise<void> => {
  const { digest, facts } = findManifest(request)
  const headers = {
    'Content-Type': facts.mediaType,
    'Docker-Content-Digest': digest,
    ETag: `"${digest}"`,
  }
  if (request.request.method === 'HEAD') {
    request.response.writeHead(200, { ...headers, 'Content-Length': facts.sizeBytes }).end()
    return
  }
  const file = await request.store.blobs.open(digest)
  if (!file) throw unknownManifest()
  try {
    sendBytes(request.response, 200, await file.readFile(), headers)
  } finally {
    await file.close()
  }
}

export const putManifest = async (request: RegistryRequest): Promise<void> => {
  const repository = repositoryOf(request)
  const target = targetOf(request)
  const bytes = await readSmallBody(request.request, maxManifestBytes)
  const digest = 'digest' in target ? target.digest : digestOf(bytes, 'sha256')
  if (digestOf(bytes, digestAlgorithm(digest)) !== digest) {
    throw new RegistryError('DIGEST_INVALID', 'The manifest has another digest.')
  }
  const facts = readManifestFacts(bytes, request.request.headers['content-type'])
  const tags = 'tag' in target ? [target.tag] : extraTags(request.query)
  refuseMissing(request, facts)
  await storeManifest(request, bytes, [
    { op: 'manifest', repository, digest, facts },
    ...tags.map(tag => ({ op: 'tag' as const, repository, tag, digest })),
  ])
  sendEmpty(request.response, 201, {
    Location: `/v2/${repository}/manifests/${digest}`,
    'Docker-Content-Digest': digest,
    ...(facts.subject && { 'OCI-Subject': facts.subject }),
    ...('digest' in target && tags.length > 0 && { 'OCI-Tag': tags }),
  })
}

const digestOf = (bytes: Buffer, algorithm: 'sha256' | 'sha512'): Digest =>
  requireDigest(`${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`)

/** `PUT manifests/<digest>?tag=1.2&tag=1` (distribution-spec "Pushing Manifests"). */
const extraTags = (query: URLSearchParams): string[] => {
  const tags = query.getAll('tag')
  if (tags.every(isTag)) return tags
  throw new RegistryError('TAG_INVALID', 'This is not a tag.')
}

const refuseMissing = (request: RegistryRequest, facts: ManifestFacts) => {
  const repository = request.store.state().repository(repositoryOf(request))
  const isThere = (digest: Digest) =>
    isIndexMediaType(facts.mediaType)
      ? repository?.manifest(digest) !== undefined
      : repository?.blobSize(digest) !== undefined
  const missing = facts.needs.filter(digest => !isThere(digest))
  if (missing.length === 0) return
  throw new RegistryError('MANIFEST_BLOB_UNKNOWN', 'The manifest needs what is not here.', {
    detail: missing.slice(0, 20).map(digest => ({ digest })),
  })
}

const storeManifest = async (
  request: RegistryRequest,
  bytes: Buffer,
  entries: readonly [LedgerEntry & { op: 'manifest' }, ...LedgerEntry[]],
) => {
  const { store } = request
  let durable: Promise<void> | undefined
  await store.blobs.write(bytes, entries[0].digest, () => {
    // What it needs may have gone while its bytes were written.
    refuseMissing(request, entries[0].facts)
    durable = store.commit(entries)
  })
  await durable
}

/** By digest: the manifest, its tags, and the blobs that only it needed. By tag: the tag alone. */
export const deleteManifest = async (request: RegistryRequest): Promise<void> => {
  const repository = repositoryOf(request)
  const target = targetOf(request)
  const { digest } = findManifest(request)
  const entry: LedgerEntry =
    'tag' in target
      ? { op: 'untag', repository, tag: target.tag }
      : { op: 'unmanifest', repository, digest }
  await request.store.commit([entry])
  sendEmpty(request.response, 202)
}
