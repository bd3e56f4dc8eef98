import type { ErrorContext } from '../dictionary/oci-errors.ts'
import type { Action } from '../dictionary/entry.ts'
import type { HttpRequest } from '../../http/base/http-types.ts'

type PathRule = readonly [
  path: RegExp,
  actions: Readonly<Record<string, Action>>,
  otherwise: Action,
]

// The paths of the distribution specification; the group named as it is for the words.
const places: readonly PathRule[] = [
  [/^\/v2\/$/, {}, 'ping'],
  [/^\/v2\/(?<repository>.+)\/tags\/list$/, {}, 'tags'],
  [
    /^\/v2\/(?<repository>.+)\/manifests\/(?<reference>[^/]+)$/,
    { PUT: 'push-manifest', DELETE: 'delete' },
    'manifest',
  ],
  [/^\/v2\/(?<repository>.+)\/referrers\/(?<reference>[^/]+)$/, {}, 'manifest'],
  [/^\/v2\/(?<repository>.+)\/blobs\/uploads\//, { POST: 'upload-start' }, 'upload'],
  [/^\/v2\/(?<repository>.+)\/blobs\/(?<digest>[^/]+)$/, {}, 'blob'],
]

/** What a request was for, read from its path: an answer means another thing on another path. */
export const contextOf = ({ method, target }: HttpRequest, host: string): ErrorContext => {
  for (const [path, actions, otherwise] of places) {
    const groups = path.exec(target.url.pathname)
    if (groups) {
      return { action: actions[method] ?? otherwise, params: { host, ...groups.groups } }
    }
  }
  return { action: 'catalog', params: { host } }
}
