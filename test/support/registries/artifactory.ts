import { isBasic } from './basic-auth.ts'
import { requireBearer } from './bearer-auth.ts'
import { createBlobStorage } from './blob-storage.ts'
import { type Answer, type Handle, type Hook, json, on, repositoryOf } from './exchange.ts'
import { repositoriesBelow } from './list-api.ts'
import { pageOf } from './paging.ts'
import { canary, type Credential, type Simulator } from './simulator.ts'
import { createTokenService } from './token-service.ts'

// JFrog Artifactory in the cloud, with the repository key in the path: docs/protocol.md, "Sign-ins by registry",
// "Listing repositories" and "Deleting by digest and by tag". Basic or Bearer; 404 without a key; a catalog for each
// key; a delete by digest may be 406; errors have a status in place of a code.

const host = 'acme.jfrog.io'
const storageHost = 'jfrog-prod-euc1-shared.s3.amazonaws.com'
const key = 'helm-local'

type Options = { readonly signIn: 'basic' | 'bearer'; readonly deletesByDigest: boolean }

/** A status where others have a code. */
const artifactoryError = (status: number, message: string, headers = {}): Answer =>
  json(status, { errors: [{ status, message }] }, headers)

const named: Hook = async (request, next) => {
  const answer = await next(request)
  const more = { 'X-JFrog-Version': 'Artifactory/7.90.10 79010900', 'X-Artifactory-Id': 'a1b2' }
  return { ...answer, headers: { ...answer.headers, ...more } }
}

/** A list of one repository key, without the key in its names. */
const catalogs = (local: Handle): Hook =>
  on(/^GET (\/artifactory\/api\/docker\/([^/]+))?\/v2\/_catalog$/, async (request, [, , asked]) => {
    if (asked === undefined) return artifactoryError(404, 'Not Found')
    if (asked !== key) return artifactoryError(404, `Repository ${asked} not found`)
    const names = (await repositoriesBelow(local, request, key)).map(name =>
      name.slice(key.length + 1),
    )
    const paging = { usual: 100, most: 2, larger: 'clamped', cursor: 'last' } as const
    return pageOf(request, names, 'repositories', paging)
  })

const repositoryKeys = on(/^GET \/artifactory\/api\/repositories$/, () =>
  json(200, [
    { key, type: 'LOCAL', packageType: 'Docker', url: `https://${host}/artifactory/${key}` },
  ]),
)

const mustHaveKey: Hook = (request, next) => {
  const name = repositoryOf(request.path)
  if (name === undefined || name.startsWith(`${key}/`)) return next(request)
  return artifactoryError(404, `Unsupported docker v2 repository request for '${name}'`)
}

const deletes = ({ deletesByDigest }: Options): Hook =>
  on(/^DELETE \/v2\/.+\/manifests\/(.+)$/, (request, [, reference = ''], next) =>
    deletesByDigest || !reference.includes(':')
      ? next(request)
      : artifactoryError(406, 'Not Acceptable'),
  )

const basicGuard =
  (credential: Credential): Hook =>
  (request, next) =>
    isBasic(request, credential)
      ? next(request)
      : artifactoryError(401, 'Authentication is required', {
          'WWW-Authenticate': 'Basic realm="Artifactory Realm"',
        })

const artifactory = (options: Options, variant?: string): Simulator => ({
  vendor: 'artifactory',
  title: 'Artifactory',
  ...(variant !== undefined && { variant }),
  address: `${host}/${key}`,
  namespace: key,
  nowhere: `${key.replace('local', 'nowhere')}`,
  start: local => {
    const credential = { username: 'ann@acme.example', secret: canary() }
    const storage = createBlobStorage(storageHost)
    const tokens = createTokenService({
      realm: `https://${host}/artifactory/api/docker/${key}/v2/token`,
      service: host,
      credential,
      takes: ['get'],
      anonymous: false,
      wrongPassword: artifactoryError(401, 'Bad credentials'),
    })
    const bearer = requireBearer(tokens, {
      refusal: challenge =>
        artifactoryError(401, 'Authentication is required', { 'WWW-Authenticate': challenge }),
    })
    // Its own API takes the password whatever the docker one asks for.
    const guard: Hook = (request, next) => {
      if (options.signIn === 'bearer' && request.path.startsWith('/v2/'))
        return bearer(request, next)
      return basicGuard(credential)(request, next)
    }
    return {
      credential,
      hosts: {
        [host]: [
          named,
          tokens.hook,
          guard,
          catalogs(local),
          repositoryKeys,
          mustHaveKey,
          deletes(options),
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

export const artifactories: readonly Simulator[] = [
  artifactory({ signIn: 'bearer', deletesByDigest: true }),
  artifactory({ signIn: 'basic', deletesByDigest: false }, 'Basic, no delete by digest'),
]
