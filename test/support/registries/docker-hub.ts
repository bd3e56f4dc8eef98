import { requireBearer } from './bearer-auth.ts'
import { createBlobStorage } from './blob-storage.ts'
import { type Handle, type Hook, json, on, noSuchPage, refuse, text } from './exchange.ts'
import { repositoriesBelow } from './list-api.ts'
import { canary, type Credential, type Simulator } from './simulator.ts'
import { createTokenService } from './token-service.ts'

// Docker Hub: docs/protocol.md, "Repositories that must exist", "Listing repositories" and "Deleting by digest and by
// tag". Names have two parts; what is unknown, private or too deep is 401 insufficient_scope; no catalog but an API of
// its own; no OCI delete; headers that count pulls.

const registry = 'registry-1.docker.io'
const storageHost = 'production.cloudflare.docker.com'
const user = 'ann'

const isTwoLevels = (name: string) => name.split('/').length === 2

const rateLimit: Hook = async (request, next) => {
  const answer = await next(request)
  if (!/^\/v2\/.+\/manifests\//.test(request.path)) return answer
  const counted = { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '76;w=21600' }
  const source = { 'docker-ratelimit-source': '203.0.113.7' }
  return { ...answer, headers: { ...answer.headers, ...counted, ...source } }
}

const noDelete = on(/^DELETE \/v2\/.+\/manifests\//, () =>
  refuse(405, 'UNSUPPORTED', 'The operation is unsupported.'),
)

const pageSizeMax = 2

/** hub.docker.com: a token for the sign-in, then pages that name the next. */
const hubApi = (local: Handle, credential: Credential, issued: string[]): Hook => {
  const sessions = new Set<string>()
  const list: Hook = async request => {
    const [, namespace] =
      /^\/v2\/(?:namespaces\/([^/]+)\/repositories|repositories\/([^/]+))\/?$/
        .exec(request.path)
        ?.filter(part => part !== undefined) ?? []
    if (namespace === undefined) return json(404, { message: 'object not found' })
    const token = /^(?:Bearer|JWT) (.+)$/.exec(request.headers['authorization'] ?? '')?.[1]
    // Private repositories are shown to their owner alone; those of the tests are private.
    const isKnown = token !== undefined && sessions.has(token)
    const mine = isKnown ? await repositoriesBelow(local, request, namespace) : []
    const page = Number(request.query.get('page') ?? 1)
    const size = Math.min(Number(request.query.get('page_size') ?? 10), pageSizeMax)
    const at = (number: number) =>
      `https://${request.host}${request.path}?page=${number}&page_size=${size}`
    return json(200, {
      count: mine.length,
      next: page * size < mine.length ? at(page + 1) : null,
      previous: page > 1 ? at(page - 1) : null,
      results: mine
        .slice((page - 1) * size, page * size)
        .map(name => ({ name: name.split('/')[1], namespace, is_private: true })),
    })
  }
  const signIn = on(/^POST \/v2\/(auth\/token|users\/login)\/?$/, ({ body }, [, kind]) => {
    const asked = JSON.parse(body.toString('utf8'))
    const isOld = kind === 'users/login'
    const [name, secret] = isOld
      ? [asked.username, asked.password]
      : [asked.identifier, asked.secret]
    if (name !== credential.username || secret !== credential.secret) {
      return json(401, { detail: 'Incorrect authentication credentials' })
    }
    const token = canary()
    sessions.add(token)
    issued.push(token)
    return json(200, isOld ? { token } : { access_token: token })
  })
  return (request, next) => signIn(request, async again => list(again, next))
}

/** Only a GET counts as a pull; the answer is text: docs/protocol.md, "Too many requests". */
const usedUp = on(/^GET \/v2\/.+\/manifests\//, () =>
  text(
    429,
    'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
    { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '0;w=21600' },
  ),
)

type Options = { readonly nowhere?: string; readonly isUsedUp?: boolean }

const dockerHub = ({ nowhere = 'bob', isUsedUp }: Options, variant?: string): Simulator => ({
  vendor: 'docker-hub',
  title: 'Docker Hub',
  ...(variant !== undefined && { variant }),
  address: 'docker.io',
  namespace: user,
  nowhere,
  start: local => {
    const credential = { username: user, secret: canary() }
    const storage = createBlobStorage(storageHost)
    const sessions: string[] = []
    const tokens = createTokenService({
      realm: 'https://auth.docker.io/token',
      service: 'registry.docker.io',
      credential,
      takes: ['get', 'password', 'refresh'],
      readable: true,
      grants: ({ name, actions }, signedIn) => {
        const isOwn = signedIn && name.startsWith(`${user}/`) && isTwoLevels(name)
        return isOwn ? actions : []
      },
    })
    const insufficient = (challenge: string) =>
      refuse(401, 'UNAUTHORIZED', 'authentication required', {
        'WWW-Authenticate': `${challenge},error="insufficient_scope"`,
      })
    return {
      credential,
      hosts: {
        [registry]: [
          requireBearer(tokens, { refusal: insufficient }),
          ...(isUsedUp ? [usedUp] : []),
          rateLimit,
          noDelete,
          on(/ \/v2\/.+\/referrers\//, () => noSuchPage),
          storage.redirect,
        ],
        'auth.docker.io': [tokens.hook],
        'hub.docker.com': [hubApi(local, credential, sessions)],
        [storageHost]: [storage.hook],
      },
      trusted: [registry, 'auth.docker.io', 'hub.docker.com'],
      issued: () => [...tokens.issued, ...sessions],
      expire: () => tokens.expire(),
    }
  },
})

export const dockerHubs: readonly Simulator[] = [
  dockerHub({}),
  // Where helm puts a chart when the user wrote a folder: a level too deep.
  dockerHub({ nowhere: `${user}/charts` }, 'three levels'),
  dockerHub({ isUsedUp: true }, 'pulls used up'),
]
