import { basicOf, isBasic } from './basic-auth.ts'
import { actionOf } from './bearer-auth.ts'
import { type Answer, type Handle, type Hook, json, on, refuse, repositoryOf } from './exchange.ts'
import { immutableTags } from './immutable-tags.ts'
import { repositoriesBelow } from './list-api.ts'
import { catalogPages } from './paging.ts'
import { canary, type Credential, type Simulator } from './simulator.ts'
import { createTokenService, mayDo, type TokenService } from './token-service.ts'

// Harbor: docs/protocol.md, "Sign-ins by registry", "Listing repositories", "Deleting by digest and by tag" and "How an
// error is read". Nobody in particular always gets 401; Basic once an Authorization came; a missing project is 401 with
// nothing to answer; the catalog is for administrators, its own API encodes names twice and has `prev` before `next` in
// one Link; no delete by tag; codes of its own.

const host = 'harbor.example.test'
const project = 'library'
const secretKind = 'robot$library+ci'

const harborError = (status: number, code: string, message: string, headers = {}): Answer =>
  refuse(status, code, message, headers)

type Options = {
  readonly isAdmin: boolean
  /** Whether storage is limited per project and the sign-in may read how far. */
  readonly hasQuota: boolean
}

/** `middleware/v2auth`: what a request must hold, and how it is told. */
const guard =
  (tokens: TokenService, credential: Credential): Hook =>
  (request, next) => {
    if (!request.path.startsWith('/v2/')) return next(request)
    const name = repositoryOf(request.path)
    const isKnown = isBasic(request, credential)
    const held = tokens.accessOf(request)
    if (name !== undefined && !name.startsWith(`${project}/`)) {
      const message = `project ${name.split('/')[0]} not found`
      return harborError(401, 'UNAUTHORIZED', message, { 'WWW-Authenticate': '' })
    }
    if (request.path === '/v2/' && (isKnown || held?.signedIn)) return next(request)
    if (isKnown || (name !== undefined && mayDo(held, name, actionOf(request))))
      return next(request)
    // Once somebody is named, Harbor asks for Basic whatever it asked for before.
    const demands =
      request.headers['authorization'] === undefined
        ? tokens.challenge(name && `repository:${name}:${scopeActions(actionOf(request))}`)
        : 'Basic realm="harbor"'
    return harborError(401, 'UNAUTHORIZED', 'unauthorized to access repository', {
      'WWW-Authenticate': request.path === '/v2/_catalog' ? 'Basic realm="harbor"' : demands,
    })
  }

const scopeActions = (action: string) => (action === 'push' ? 'pull,push' : action)

const catalog =
  ({ isAdmin }: Options): Hook =>
  (request, next) =>
    request.path !== '/v2/_catalog' || isAdmin
      ? next(request)
      : harborError(401, 'UNAUTHORIZED', 'unauthorized to list catalog', {
          'WWW-Authenticate': 'Basic realm="harbor"',
        })

const deleteByTag = on(/^DELETE \/v2\/.+\/manifests\/(.+)$/, (request, [, reference = ''], next) =>
  reference.includes(':')
    ? next(request)
    : harborError(400, 'UNSUPPORTED', 'deleting manifest by tag is not supported'),
)

const pageSizeMax = 2

const page = (request: Parameters<Hook>[0], rows: readonly object[]): Answer => {
  const asked = Number(request.query.get('page_size') ?? 10)
  const number = Number(request.query.get('page') ?? 1)
  // The real limit is 100; two make several pages of what the tests have.
  if (asked > 100) return harborError(422, 'UNPROCESSABLE_ENTITY', 'page_size in query too large')
  const size = Math.min(asked, pageSizeMax)
  const link = (to: number, rel: string) =>
    `<${request.path}?page=${to}&page_size=${asked}>; rel="${rel}"`
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev')] : []),
    ...(number * size < rows.length ? [link(number + 1, 'next')] : []),
  ]
  return json(200, rows.slice((number - 1) * size, number * size), {
    'X-Total-Count': String(rows.length),
    ...(links.length > 0 && { Link: links.join(' , ') }),
  })
}

/** `/api/v2.0`: projects and repositories of who asks. */
const api =
  (local: Handle, credential: Credential, { hasQuota }: Options): Hook =>
  async (request, next) => {
    if (!request.path.startsWith('/api/v2.0/')) return next(request)
    if (basicOf(request) && !isBasic(request, credential)) {
      return harborError(401, 'UNAUTHORIZED', 'unauthorized')
    }
    const isKnown = isBasic(request, credential)
    const rest = request.path.slice('/api/v2.0/'.length)
    if (rest === 'systeminfo') {
      return json(200, { harbor_version: 'v2.10.0-6abb4eab', auth_mode: 'db_auth' })
    }
    if (rest === 'projects') return page(request, isKnown ? [{ name: project, project_id: 1 }] : [])
    if (rest === `projects/${project}/summary`) {
      if (!isKnown) return harborError(401, 'UNAUTHORIZED', 'unauthorized')
      const quota = { hard: { storage: 10_737_418_240 }, used: { storage: 1_073_741_824 } }
      return json(200, { repo_count: 1, ...(hasQuota && { quota }) })
    }
    const inProject = rest === `projects/${project}/repositories`
    if (!inProject && rest !== 'repositories') return harborError(404, 'NOT_FOUND', 'not found')
    if (!isKnown) return harborError(401, 'UNAUTHORIZED', 'unauthorized')
    const mine = await repositoriesBelow(local, request, project)
    return page(
      request,
      mine.map((name, index) => ({ id: index + 1, name, artifact_count: 1 })),
    )
  }

const harborWith = (options: Options, variant?: string): Simulator => ({
  vendor: 'harbor',
  title: 'Harbor',
  ...(variant !== undefined && { variant }),
  address: host,
  namespace: project,
  start: local => {
    const credential = { username: secretKind, secret: canary() }
    const tokens = createTokenService({
      realm: `https://${host}/service/token`,
      service: 'harbor-registry',
      credential,
      takes: ['get'],
      readable: true,
      // A public project: anybody may pull.
      grants: ({ name, actions }, signedIn) =>
        signedIn
          ? actions
          : actions.filter(action => action === 'pull' && name.startsWith(`${project}/`)),
    })
    return {
      credential,
      hosts: {
        [host]: [
          tokens.hook,
          api(local, credential, options),
          guard(tokens, credential),
          catalog(options),
          catalogPages({ most: 1_000, larger: 'clamped', cursor: 'last' }),
          deleteByTag,
          immutableTags((name, tag) =>
            harborError(412, 'PRECONDITION', `configured as immutable: ${name}:${tag}`),
          ),
        ],
      },
      trusted: [host],
      issued: () => tokens.issued,
      expire: () => tokens.expire(),
    }
  },
})

export const harbors: readonly Simulator[] = [
  harborWith({ isAdmin: false, hasQuota: true }),
  harborWith({ isAdmin: true, hasQuota: false }, 'administrator'),
]
