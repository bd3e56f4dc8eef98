import { challenge } from './access.ts'
import {
  cancelUpload,
  finishUpload,
  startUpload,
  uploadChunk,
  uploadStatus,
} from './blob-uploads.ts'
import { deleteBlob, getBlob } from './blobs.ts'
import { listRepositories } from './catalog.ts'
import { deleteManifest, getManifest, putManifest } from './manifests.ts'
import { listReferrers } from './referrers.ts'
import { RegistryError } from './registry-error.ts'
import type { Handler, RegistryRequest } from './request.ts'
import { sendJson } from './responses.ts'
import { listTags } from './tags.ts'

export type Route = {
  readonly handle: Handler
  /** Needs the password. */
  readonly writes: boolean
  readonly path: readonly string[]
}

/**
 * Says on a 200 that there is something to sign in to (RFC 9110, 11.6.1): skopeo asks only here, and would
 * otherwise never send its password.
 */
const ping = ({ response, guard }: RegistryRequest): void =>
  sendJson(response, {}, guard.open ? {} : { 'WWW-Authenticate': challenge })

type Methods = Readonly<Record<string, Handler>>

// distribution-spec "Endpoints". HEAD goes with GET. The name is greedy: a repository may be called a/blobs/b.
const table: readonly { readonly pattern: RegExp; readonly methods: Methods }[] = [
  { pattern: /^\/v2\/?$/, methods: { GET: ping } },
  { pattern: /^\/v2\/_catalog$/, methods: { GET: listRepositories } },
  { pattern: /^\/v2\/(.+)\/tags\/list$/, methods: { GET: listTags } },
  {
    pattern: /^\/v2\/(.+)\/manifests\/([^/]+)$/,
    methods: { GET: getManifest, PUT: putManifest, DELETE: deleteManifest },
  },
  { pattern: /^\/v2\/(.+)\/blobs\/uploads\/?$/, methods: { POST: startUpload } },
  {
    pattern: /^\/v2\/(.+)\/blobs\/uploads\/([^/]+)$/,
    methods: { GET: uploadStatus, PATCH: uploadChunk, PUT: finishUpload, DELETE: cancelUpload },
  },
  { pattern: /^\/v2\/(.+)\/blobs\/([^/]+)$/, methods: { GET: getBlob, DELETE: deleteBlob } },
  { pattern: /^\/v2\/(.+)\/referrers\/([^/]+)$/, methods: { GET: listReferrers } },
]

const readers: ReadonlySet<Handler> = new Set<Handler>([
  ping,
  listRepositories,
  listTags,
  getManifest,
  getBlob,
  listReferrers,
])

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new RegistryError('NAME_INVALID', 'The path is not percent-encoded text.')
  }
}

export const findRoute = (method: string, pathname: string): Route => {
  for (const { pattern, methods } of table) {
    const match = pattern.exec(pathname)
    if (!match) continue
    const handle = methods[method === 'HEAD' ? 'GET' : method]
    if (!handle) throw notAllowed(methods)
    return { handle, writes: !readers.has(handle), path: match.slice(1).map(decode) }
  }
  throw new RegistryError('NOT_FOUND', 'There is nothing at this path.')
}

const notAllowed = (methods: Methods) => {
  const allowed = Object.keys(methods).flatMap(name => (name === 'GET' ? ['GET', 'HEAD'] : [name]))
  return new RegistryError('UNSUPPORTED', 'This path does not take this method.', {
    headers: { Allow: allowed.join(', ') },
  })
}
