import { pipeline } from 'node:stream/promises'
import { parseRange } from './range.ts'
import { RegistryError } from './registry-error.ts'
import { type RegistryRequest, repositoryOf, requireDigest, wordOf } from './request.ts'
import { sendEmpty } from './responses.ts'

const unknownBlob = () => new RegistryError('BLOB_UNKNOWN', 'This repository has no such blob.')

const findBlob = (request: RegistryRequest) => {
  const digest = requireDigest(wordOf(request))
  const sizeBytes = request.store.state().repository(repositoryOf(request))?.blobSize(digest)
  if (sizeBytes === undefined) throw unknownBlob()
  return { digest, sizeBytes }
}

/** GET and HEAD of a blob, whole or one range. HEAD is answered from memory. */
export const getBlob = async (request: RegistryRequest): Promise<void> => {
  const { digest, sizeBytes } = findBlob(request)
  const range = parseRange(request.request.headers.range, sizeBytes)
  if (range === 'unsatisfiable') {
    throw new RegistryError('RANGE_INVALID', `The blob has ${sizeBytes} bytes.`, {
      headers: { 'Content-Range': `bytes */${sizeBytes}` },
    })
  }
  const { start, end } = range === 'whole' ? { start: 0, end: sizeBytes - 1 } : range
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Docker-Content-Digest': digest,
    'Accept-Ranges': 'bytes',
    ETag: `"${digest}"`,
    'Content-Length': end - start + 1,
    ...(range !== 'whole' && { 'Content-Range': `bytes ${start}-${end}/${sizeBytes}` }),
  }
  const { request: wire, response, store } = request
  const file = wire.method === 'HEAD' ? undefined : await store.blobs.open(digest)
  if (wire.method !== 'HEAD' && file === undefined) throw unknownBlob()
  response.writeHead(range === 'whole' ? 200 : 206, headers)
  if (file === undefined) {
    response.end()
  } else if (sizeBytes === 0) {
    await file.close()
    response.end()
  } else {
    await pipeline(file.createReadStream({ start, end, highWaterMark: 256 * 1024 }), response)
  }
}

/** A blob that a manifest needs stays: deleting the manifest frees it. */
export const deleteBlob = async (request: RegistryRequest): Promise<void> => {
  const { digest } = findBlob(request)
  const repository = repositoryOf(request)
  if (request.store.state().repository(repository)?.isNeeded(digest)) {
    throw new RegistryError('DENIED', 'A manifest of this repository needs this blob.', {
      status: 405,
      headers: { Allow: 'GET, HEAD' },
    })
  }
  await request.store.commit([{ op: 'unblob', repository, digest }])
  sendEmpty(request.response, 202)
}
