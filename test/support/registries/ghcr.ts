import { basicOf } from './basic-auth.ts'
import { requireBearer } from './bearer-auth.ts'
import { createBlobStorage } from './blob-storage.ts'
import { type Handle, type Hook, json, on, refuse, text } from './exchange.ts'
import { linkedPage, repositoriesBelow } from './list-api.ts'
import { pageOf } from './paging.ts'
import { canary, type Credential, type Simulator } from './simulator.ts'
import { createTokenService } from './token-service.ts'

// GitHub's container registry: docs/protocol.md, "Sign-ins by registry", "Listing repositories", "Deleting by digest
// and by tag" and "The referrers API". POST is refused, tokens are opaque; no catalog but the packages API; no delete;
// referrers lead to a web page; an upload cannot be cancelled.

const host = 'ghcr.io'
const storageHost = 'pkg-containers.githubusercontent.com'
const owner = 'ann'

type Options = {
  /** `_catalog?last=owner/` with the token itself, base64, as Bearer; said in issues only. */
  readonly catalogPrefix: boolean
  readonly referrers: '404' | '303'
  /** Whether the token has `write:packages`. */
  readonly mayWrite?: boolean
}

const packages =
  (local: Handle, credential: Credential): Hook =>
  async request => {
    const { headers, path } = request
    const isKnown =
      headers['authorization'] === `Bearer ${credential.secret}` ||
      headers['authorization'] === `token ${credential.secret}` ||
      basicOf(request)?.secret === credential.secret
    if (!isKnown) return json(401, { message: 'Bad credentials' })
    const isUser = path === `/users/${owner}/packages` || path === '/user/packages'
    if (path === '/user') return json(200, { login: owner, type: 'User' })
    if (path === `/users/${owner}`) return json(200, { login: owner, type: 'User' })
    // Of a user, not of an organisation.
    if (!isUser) return json(404, { message: 'Not Found' })
    if (request.query.get('package_type') !== 'container') {
      return json(422, { message: 'Invalid request' })
    }
    const names = await repositoriesBelow(local, request, owner)
    const rows = names.map((name, id) => ({
      id,
      name: name.slice(owner.length + 1),
      package_type: 'container',
      owner: { login: owner },
      visibility: 'private',
    }))
    return linkedPage(request, rows)
  }

const catalog = (local: Handle, credential: Credential, isOpen: boolean): Hook =>
  on(/^GET \/v2\/_catalog$/, async request => {
    const pat = Buffer.from(credential.secret).toString('base64')
    const given = request.headers['authorization']
    const isKnown = given === `Bearer ${pat}`
    if (!isOpen || !isKnown) return refuse(404, 'UNSUPPORTED', 'The operation is unsupported.')
    // Of everybody, in order: the owner's begin after `owner/`, and others' follow.
    const all = await repositoriesBelow(local, request, '')
    const names = ['aardvark/tool', ...all, 'zebra/app'].toSorted()
    const paging = { usual: 100, most: 2, larger: 'clamped', cursor: 'last' } as const
    return pageOf(request, names, 'repositories', paging)
  })

const referrers = ({ referrers: kind }: Options): Hook =>
  on(/^GET \/v2\/(.+)\/referrers\/sha256:(.+)$/, (_request, [, name, hex = '']) =>
    kind === '404'
      ? refuse(404, 'MANIFEST_UNKNOWN', 'manifest unknown')
      : text(303, '', {
          Location: `https://github.com/-/v2/packages/container/${name}/${hex.slice(0, 12)}`,
        }),
  )

const ghcr = (options: Options, variant?: string): Simulator => ({
  vendor: 'ghcr',
  title: 'GHCR',
  ...(variant !== undefined && { variant }),
  address: `${host}/${owner}`,
  namespace: owner,
  start: local => {
    const credential = { username: owner, secret: canary() }
    const storage = createBlobStorage(storageHost)
    const tokens = createTokenService({
      realm: `https://${host}/token`,
      service: host,
      credential,
      takes: ['get'],
      wrongPassword: refuse(401, 'UNAUTHORIZED', 'authentication required'),
      grants: ({ name, actions }, signedIn) =>
        signedIn && name.startsWith(`${owner}/`) ? actions : [],
    })
    const denied = (challenge: string, held: unknown) =>
      held === undefined
        ? refuse(401, 'UNAUTHORIZED', 'authentication required', { 'WWW-Authenticate': challenge })
        : refuse(
            403,
            'DENIED',
            'permission_denied: The token provided does not match expected scopes.',
          )
    return {
      credential,
      hosts: {
        [host]: [
          tokens.hook,
          // It names a scope that is nobody's, before anybody asked for anything.
          on(/^GET \/v2\/$/, (request, _match, next) =>
            tokens.accessOf(request)
              ? next(request)
              : refuse(401, 'UNAUTHORIZED', 'authentication required', {
                  'WWW-Authenticate': tokens.challenge('repository:user/image:pull'),
                }),
          ),
          catalog(local, credential, options.catalogPrefix),
          on(/^DELETE \/v2\//, () => refuse(405, 'UNSUPPORTED', 'The operation is unsupported.')),
          requireBearer(tokens, { refusal: denied }),
          on(/^POST \/v2\/.+\/blobs\/uploads\//, (request, _match, next) =>
            options.mayWrite === false
              ? refuse(403, 'DENIED', 'permission_denied: write_package')
              : next(request),
          ),
          referrers(options),
          storage.redirect,
        ],
        'api.github.com': [packages(local, credential)],
        'github.com': [() => text(429, 'Too many requests')],
        [storageHost]: [storage.hook],
      },
      trusted: [host, 'api.github.com'],
      issued: () => tokens.issued,
      expire: () => tokens.expire(),
    }
  },
})

export const ghcrs: readonly Simulator[] = [
  ghcr({ catalogPrefix: false, referrers: '404' }),
  ghcr({ catalogPrefix: true, referrers: '303' }, 'catalog by prefix'),
  ghcr({ catalogPrefix: false, referrers: '404', mayWrite: false }, 'token that only reads'),
]
