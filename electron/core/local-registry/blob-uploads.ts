import type { Digest } from '../../../shared/model/digest.ts'
import { isRepositoryName } from '../../../shared/model/reference.ts'
import { parseChunkRange } from './range.ts'
import { RegistryError } from './registry-error.ts'
import { blobPath, type RegistryRequest, repositoryOf, requireDigest, wordOf } from './request.ts'
import { sendEmpty } from './responses.ts'
import { type Upload, uploadRange } from './uploads.ts'

/** POST: mounts a blob, takes a whole one in the same request, or opens an upload. */
export const startUpload = async (request: RegistryRequest): Promise<void> => {
  const { query, uploads } = request
  const repository = repositoryOf(request)
  const mount = query.get('mount')
  const whole = query.get('digest')
  if (mount !== null && (await mountBlob(request, requireDigest(mount)))) return
  const digest = whole === null ? undefined : requireDigest(whole)
  const upload = uploads.start(repository, wantedAlgorithm(query, digest))
  if (mount === null && digest) return takeWhole(request, upload, digest)
  sendStatus(request, upload, 202)
}

/** The client knows no address of this upload: it cannot go on with what is left when it fails. */
const takeWhole = async (request: RegistryRequest, upload: Upload, digest: Digest) => {
  try {
    await finishWith(request, upload, digest)
  } catch (error) {
    await request.uploads.cancel(upload)
    throw error
  }
}

const wantedAlgorithm = (query: URLSearchParams, digest: Digest | undefined) => {
  const wanted = query.get('digest-algorithm') ?? digest?.split(':')[0] ?? 'sha256'
  if (wanted === 'sha256' || wanted === 'sha512') return wanted
  throw new RegistryError('DIGEST_INVALID', 'This registry knows sha256 and sha512.')
}

/** False where the blob cannot be mounted: the client then uploads it, as the spec wants. */
const mountBlob = async (request: RegistryRequest, digest: Digest): Promise<boolean> => {
  const repository = repositoryOf(request)
  const from = request.query.get('from')
  const state = request.store.state()
  const sizeBytes =
    from === null ? state.heldBlobSize(digest) : state.repository(from)?.blobSize(digest)
  if (sizeBytes === undefined || (from !== null && !isRepositoryName(from))) return false
  await request.store.commit([{ op: 'blob', repository, digest, sizeBytes }])
  sendCreated(request, digest)
  return true
}

const openUpload = (request: RegistryRequest): Upload =>
  request.uploads.find(repositoryOf(request), wordOf(request))

export const uploadStatus = (request: RegistryRequest): void =>
  sendStatus(request, openUpload(request), 204)

/** PATCH: the next chunk, or all the rest as a stream when it names no range. */
export const uploadChunk = async (request: RegistryRequest): Promise<void> => {
  const upload = openUpload(request)
  await request.uploads.append(upload, request.request, chunkStart(request))
  sendStatus(request, upload, 202)
}

/** PUT: the last chunk or the whole blob, if there is a body, then the digest of it all. */
export const finishUpload = async (request: RegistryRequest): Promise<void> => {
  const upload = openUpload(request)
  await finishWith(request, upload, requireDigest(request.query.get('digest') ?? ''))
}

export const cancelUpload = async (request: RegistryRequest): Promise<void> => {
  await request.uploads.cancel(openUpload(request))
  sendEmpty(request.response, 204)
}

const finishWith = async (request: RegistryRequest, upload: Upload, digest: Digest) => {
  const { store, uploads } = request
  const { repository } = upload
  await uploads.append(upload, request.request, chunkStart(request))
  const { sizeBytes } = upload
  let durable: Promise<void> | undefined
  await uploads.finish(upload, digest, file =>
    store.blobs.adopt(file, digest, () => {
      durable = store.commit([{ op: 'blob', repository, digest, sizeBytes }])
    }),
  )
  await durable
  sendCreated(request, digest)
}

const chunkStart = ({ request }: RegistryRequest): number | undefined => {
  const range = parseChunkRange(request.headers['content-range'])
  if (range === 'none') return undefined
  const length = request.headers['content-length']
  const fits =
    range !== 'malformed' &&
    (length === undefined || Number(length) === range.end - range.start + 1)
  if (fits) return range.start
  throw new RegistryError('RANGE_INVALID', 'Content-Range is not the range of this chunk.')
}

const sendStatus = ({ response }: RegistryRequest, upload: Upload, status: 202 | 204) =>
  sendEmpty(response, status, {
    Location: `/v2/${upload.repository}/blobs/uploads/${upload.id}`,
    Range: uploadRange(upload),
    'Docker-Upload-UUID': upload.id,
  })

const sendCreated = (request: RegistryRequest, digest: Digest) =>
  sendEmpty(request.response, 201, {
    Location: blobPath(repositoryOf(request), digest),
    'Docker-Content-Digest': digest,
  })
