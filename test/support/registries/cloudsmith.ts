import { basicOf, requireBasic } from './basic-auth.ts'
import { requireBearer } from './bearer-auth.ts'
import { createBlobStorage } from './blob-storage.ts'
import { type Handle, type Hook, json, on, refuse, repositoryOf } from './exchange.ts'
import { linkedPage, repositoriesBelow } from './list-api.ts'
import { canary, type Credential, type Simulator } from './simulator.ts'
import { createTokenService } from './token-service.ts'

// Cloudsmith: docs/protocol.md, "Sign-ins by registry" and "Listing repositories". A user with an API key,
// owner/repo/chart, no documented catalog but an API of its own. How it asks for the sign-in is in no source: both ways
// are assumed.

const host = 'helm.oci.cloudsmith.io'
const storageHost = 'cdn.cloudsmith-storage.example'
const repository = 'acme/charts'

type Options = { readonly signIn: 'basic' | 'bearer' }

const mustHaveRepository: Hook = (request, next) => {
  const name = repositoryOf(request.path)
  if (name === undefined || name.startsWith(`${repository}/`)) return next(request)
  return refuse(404, 'NAME_UNKNOWN', 'repository name not known to registry')
}

/**
 * `GET /v1/packages/owner/repo/`: one row for each version; pages as help.cloudsmith.io/reference/pagination has them.
 */
const api =
  (local: Handle, credential: Credential): Hook =>
  async request => {
    const { headers, path } = request
    const isKnown =
      headers['x-api-key'] === credential.secret ||
      headers['authorization'] === `token ${credential.secret}` ||
      basicOf(request)?.secret === credential.secret
    if (!isKnown) return json(401, { detail: 'Invalid or missing API key.' })
    if (path !== `/v1/packages/${repository}/`) return json(404, { detail: 'Not found.' })
    const names = await repositoriesBelow(local, request, repository)
    const rows = names.flatMap(name => {
      const shared = { name: name.slice(repository.length + 1), format: 'helm' }
      return ['1.0.0', '1.1.0'].map(version => ({ ...shared, version, repository: 'charts' }))
    })
    const page = Number(request.query.get('page') ?? 1)
    return linkedPage(request, rows, next => ({
      'X-Pagination-Page': String(page),
      'X-Pagination-PageTotal': String(next === undefined ? page : page + 1),
    }))
  }

const cloudsmith = ({ signIn }: Options, variant?: string): Simulator => ({
  vendor: 'cloudsmith',
  title: 'Cloudsmith',
  ...(variant !== undefined && { variant }),
  address: `${host}/${repository}`,
  namespace: repository,
  nowhere: 'acme/nowhere',
  start: local => {
    const credential = { username: 'ann', secret: canary() }
    const storage = createBlobStorage(storageHost)
    const tokens = createTokenService({
      realm: `https://${host}/v2/auth`,
      service: host,
      credential,
      takes: ['get'],
      anonymous: false,
    })
    const basic = requireBasic(credential, () =>
      refuse(401, 'UNAUTHORIZED', 'authentication required', {
        'WWW-Authenticate': 'Basic realm="Cloudsmith"',
      }),
    )
    return {
      credential,
      hosts: {
        [host]: [
          tokens.hook,
          signIn === 'basic' ? basic : requireBearer(tokens),
          on(/^GET \/v2\/_catalog$/, () => refuse(404, 'NOT_FOUND', 'not found')),
          mustHaveRepository,
          storage.redirect,
        ],
        'api.cloudsmith.io': [api(local, credential)],
        [storageHost]: [storage.hook],
      },
      trusted: [host, 'api.cloudsmith.io'],
      issued: () => tokens.issued,
      expire: () => tokens.expire(),
    }
  },
})

export const cloudsmiths: readonly Simulator[] = [
  cloudsmith({ signIn: 'bearer' }),
  cloudsmith({ signIn: 'basic' }, 'Basic'),
]
