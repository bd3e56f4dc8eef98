import { createHash, randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { RecordedRequest } from './http-server.ts'

type Stored = { readonly bytes: Buffer; readonly mediaType: string }

export type MemoryRegistry = {
  /** What each upload that is not closed has so far. */
  readonly uploads: Map<string, Buffer>
  addBlob(bytes: Uint8Array): string
  /** Under its digest and, when given, a tag. */
  addManifest(repository: string, bytes: Uint8Array, mediaType: string, tag?: string): string
  readonly blobs: ReadonlyMap<string, Buffer>
  manifest(repository: string, reference: string): Stored | undefined
  handle(request: RecordedRequest, response: ServerResponse): void
}

export const sha256 = (bytes: Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`

/** The part of the distribution specification that clients need, in memory and without a sign-in. */
export const createMemoryRegistry = (): MemoryRegistry => {
  const blobs = new Map<string, Buffer>()
  const repositories = new Map<string, Map<string, Stored>>()
  /** What each session has so far. */
  const uploads = new Map<string, Buffer>()

  const addBlob = (bytes: Uint8Array) => {
    const digest = sha256(bytes)
    blobs.set(digest, Buffer.from(bytes))
    return digest
  }
  const addManifest = (repository: string, bytes: Uint8Array, mediaType: string, tag?: string) => {
    const stored = { bytes: Buffer.from(bytes), mediaType }
    const manifests = repositories.get(repository) ?? new Map<string, Stored>()
    repositories.set(repository, manifests)
    manifests.set(sha256(bytes), stored)
    if (tag !== undefined) manifests.set(tag, stored)
    return sha256(bytes)
  }

  const listPage = (
    response: ServerResponse,
    url: URL,
    field: string,
    all: readonly string[],
    base: object = {},
  ) => {
    const last = url.searchParams.get('last') ?? ''
    const size = Number(url.searchParams.get('n') ?? Infinity)
    const rest = all.toSorted().filter(name => name > last)
    const page = rest.slice(0, size)
    const final = page.at(-1) ?? ''
    const link = `<${url.pathname}?last=${encodeURIComponent(final)}&n=${size}>; rel="next"`
    const headers = rest.length > page.length ? { link } : {}
    send(response, 200, { ...base, [field]: page }, headers)
  }

  const handleManifest = (
    request: RecordedRequest,
    response: ServerResponse,
    name: string,
    reference: string,
  ) => {
    if (request.method === 'PUT') {
      const type = request.headers['content-type'] ?? ''
      const tag = reference.includes(':') ? undefined : reference
      const digest = addManifest(name, request.body, type, tag)
      return send(response, 201, undefined, { 'docker-content-digest': digest })
    }
    const stored = repositories.get(name)?.get(reference)
    if (!stored) return fail(response, 404, 'MANIFEST_UNKNOWN')
    if (request.method === 'DELETE') {
      repositories.get(name)?.delete(reference)
      return send(response, 202)
    }
    response.writeHead(200, {
      'content-type': stored.mediaType,
      'content-length': stored.bytes.byteLength,
      'docker-content-digest': sha256(stored.bytes),
    })
    return response.end(request.method === 'HEAD' ? undefined : stored.bytes)
  }

  const handleBlob = (request: RecordedRequest, response: ServerResponse, digest: string) => {
    const blob = blobs.get(digest)
    if (!blob) return fail(response, 404, 'BLOB_UNKNOWN')
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const part = blob.subarray(from)
    const total = blob.byteLength
    const range = from > 0 ? { 'content-range': `bytes ${from}-${total - 1}/${total}` } : {}
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': part.byteLength, ...range })
    return response.end(request.method === 'HEAD' ? undefined : part)
  }

  const handleUpload = (
    request: RecordedRequest,
    response: ServerResponse,
    url: URL,
    name: string,
    id: string,
  ) => {
    if (request.method === 'POST') {
      const session = randomUUID()
      uploads.set(session, Buffer.alloc(0))
      return send(response, 202, undefined, { location: `/v2/${name}/blobs/uploads/${session}` })
    }
    const before = uploads.get(id)
    if (!before) return fail(response, 404, 'BLOB_UPLOAD_UNKNOWN')
    const progress = (bytes: Buffer) => ({
      location: url.pathname,
      range: `0-${Math.max(0, bytes.byteLength - 1)}`,
    })
    if (request.method === 'GET') return send(response, 204, undefined, progress(before))
    if (request.method === 'PATCH') {
      const start = /^(\d+)-\d+$/.exec(request.headers['content-range'] ?? '0-0')?.[1]
      if (Number(start) !== before.byteLength) {
        return send(response, 416, undefined, progress(before))
      }
      const bytes = Buffer.concat([before, request.body])
      uploads.set(id, bytes)
      return send(response, 202, undefined, progress(bytes))
    }
    uploads.delete(id)
    if (request.method === 'DELETE') return send(response, 204)
    const bytes = Buffer.concat([before, request.body])
    const digest = url.searchParams.get('digest') ?? ''
    if (sha256(bytes) !== digest) return fail(response, 400, 'DIGEST_INVALID')
    blobs.set(digest, bytes)
    return send(response, 201, undefined, { 'docker-content-digest': digest })
  }

  const handle = (request: RecordedRequest, response: ServerResponse) => {
    const url = new URL(request.path, 'http://registry')
    if (url.pathname === '/v2/') return send(response, 200, {})
    if (url.pathname === '/v2/_catalog') {
      return listPage(response, url, 'repositories', [...repositories.keys()])
    }
    const route = /^\/v2\/(.+)\/(tags\/list|manifests\/[^/]+|blobs\/uploads\/[^/]*|blobs\/[^/]+)$/
    const [, name = '', rest = ''] = route.exec(url.pathname) ?? []
    const [kind, id = '', upload = ''] = rest.split('/')
    if (kind === 'manifests') return handleManifest(request, response, name, id)
    if (kind === 'blobs' && id === 'uploads') {
      return handleUpload(request, response, url, name, upload)
    }
    if (kind === 'blobs') return handleBlob(request, response, id)
    const manifests = repositories.get(name)
    if (kind !== 'tags' || !manifests) return fail(response, 404, 'NAME_UNKNOWN')
    const tags = [...manifests.keys()].filter(key => !key.includes(':'))
    return listPage(response, url, 'tags', tags, { name })
  }

  return {
    addBlob,
    addManifest,
    blobs,
    uploads,
    manifest: (repository, reference) => repositories.get(repository)?.get(reference),
    handle: (request, response) => {
      handle(request, response)
    },
  }
}

export const send = (
  response: ServerResponse,
  status: number,
  body?: unknown,
  headers: Readonly<Record<string, string | string[]>> = {},
): void => {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  response.writeHead(status, { ...type, 'content-length': Buffer.byteLength(text), ...headers })
  response.end(text)
}

export const fail = (response: ServerResponse, status: number, code: string): void =>
  send(response, status, { errors: [{ code, message: code.toLowerCase() }] })
