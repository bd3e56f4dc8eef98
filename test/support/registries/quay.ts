import { requireBearer } from './bearer-auth.ts'
import { createBlobStorage } from './blob-storage.ts'
import {
  type Handle,
  type Hook,
  json,
  on,
  refuse,
  repositoryOf,
  type SimulatedRequest,
} from './exchange.ts'
import { immutableTags } from './immutable-tags.ts'
import { repositoriesBelow } from './list-api.ts'
import { pageOf, tagPages } from './paging.ts'
import { canary, type Simulator } from './simulator.ts'
import { createTokenService, mayDo, type TokenService } from './token-service.ts'

// Quay: docs/protocol.md, "Sign-ins by registry", "Listing repositories", "Page sizes" and "Repositories that must
// exist". Scopes that it does not know are refused; an empty catalog for nobody; `next_page`, cut silently; a delete
// needs the right to push.

const host = 'quay.io'
const storageHost = 'cdn01.quay.io'
const namespace = 'team'

const readable = /^repository:[\w./-]+:(?:(?:pull|push|\*),?)+$/

/** `endpoints/v2/v2auth.py`: a scope that the pattern does not know is a bad request, not a smaller token. */
const unreadable = (scopes: readonly string[]) =>
  scopes.some(scope => !readable.test(scope))
    ? refuse(400, 'INVALID_REQUEST', 'Unable to decode repository and actions')
    : undefined

const paging = { usual: 2, most: 2, larger: 'clamped', cursor: { parameter: 'next_page' } } as const

const catalog = (local: Handle, tokens: TokenService, isOffered: boolean): Hook =>
  on(/^GET \/v2\/_catalog$/, async request => {
    if (!isOffered) return refuse(404, 'UNSUPPORTED', 'The operation is unsupported.')
    const isKnown = tokens.accessOf(request)?.signedIn === true
    const names = isKnown ? await repositoriesBelow(local, request, namespace) : []
    return pageOf(request, names, 'repositories', paging)
  })

/** Deleting is pushing here. */
const scopeOf = ({ path, method }: SimulatedRequest): string | undefined => {
  const name = repositoryOf(path)
  if (name === undefined) return undefined
  return `repository:${name}:${method === 'GET' || method === 'HEAD' ? 'pull' : 'pull,push'}`
}

/** The application's API takes OAuth tokens alone: a robot or a password is nobody to it. */
const api =
  (local: Handle, oauth: string | undefined): Hook =>
  async (request, next) => {
    if (!request.path.startsWith('/api/v1/')) return next(request)
    if (request.path !== '/api/v1/repository') return json(404, { error_message: 'Not Found' })
    const isKnown = oauth !== undefined && request.headers['authorization'] === `Bearer ${oauth}`
    const asked = request.query.get('namespace')
    const names = isKnown ? await repositoriesBelow(local, request, asked ?? namespace) : []
    const from = Number(request.query.get('next_page') ?? 0)
    const rows = names.slice(from, from + 2).map(name => {
      const [owner, ...rest] = name.split('/')
      return { namespace: owner, name: rest.join('/'), is_public: false, kind: 'image' }
    })
    const isLast = from + 2 >= names.length
    return json(200, { repositories: rows, ...(!isLast && { next_page: String(from + 2) }) })
  }

type Options = { readonly username: string }

const quay = ({ username }: Options, variant?: string): Simulator => ({
  vendor: 'quay',
  title: 'Quay',
  ...(variant !== undefined && { variant }),
  address: host,
  namespace,
  start: local => {
    const credential = { username, secret: canary() }
    const storage = createBlobStorage(storageHost)
    const tokens = createTokenService({
      realm: `https://${host}/v2/auth`,
      service: host,
      credential,
      takes: ['get'],
      readable: true,
      refuses: unreadable,
      grants: ({ name, actions }, signedIn) =>
        signedIn && name.startsWith(`${namespace}/`) ? actions : [],
    })
    return {
      credential,
      hosts: {
        [host]: [
          tokens.hook,
          api(local, username === '$oauthtoken' ? credential.secret : undefined),
          catalog(local, tokens, username !== '$oauthtoken'),
          requireBearer(tokens, {
            scopeOf,
            isEnough: (held, request) => {
              const name = repositoryOf(request.path)
              const action = /GET|HEAD/.test(request.method) ? 'pull' : 'push'
              return name === undefined ? held.signedIn : mayDo(held, name, action)
            },
          }),
          tagPages({ ...paging, cursor: 'last' }),
          immutableTags((_name, tag) => refuse(409, 'TAG_IMMUTABLE', `tag ${tag} is immutable`)),
          storage.redirect,
        ],
        [storageHost]: [storage.hook],
      },
      trusted: [host],
      issued: () => tokens.issued,
      expire: () => tokens.expire(),
    }
  },
})

export const quays: readonly Simulator[] = [
  quay({ username: 'team+ci' }),
  quay({ username: '$oauthtoken' }, 'OAuth token, no catalog'),
]
