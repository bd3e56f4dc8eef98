import { requireBearer } from './bearer-auth.ts'
import { createBlobStorage } from './blob-storage.ts'
import { type Handle, type Hook, json, on, refuse, repositoryOf } from './exchange.ts'
import { repositoriesBelow } from './list-api.ts'
import { noReferrers } from './no-referrers.ts'
import { canary, type Credential, type Simulator } from './simulator.ts'
import { createTokenService } from './token-service.ts'

// IBM Cloud: docs/protocol.md, "Sign-ins by registry" and "Repositories that must exist". `iamapikey`; a wrong key is a
// bad request; that it has no catalog is assumed. Its own API: cloud.ibm.com/apidocs/container-registry and
// iam-identity-token-api.

const host = 'de.icr.io'
const iamHost = 'iam.cloud.ibm.com'
const storageHost = 's3.eu-de.cloud-object-storage.appdomain.cloud'
const namespace = 'acme-charts'

const account = '0123456789abcdef0123456789abcdef'

/** IAM: a token for an API key, then whose key it is. */
const iam = (credential: Credential, sessions: Set<string>): readonly Hook[] => [
  on(/^POST \/identity\/token$/, ({ body }) => {
    const form = new URLSearchParams(body.toString('utf8'))
    const isKnown =
      form.get('grant_type') === 'urn:ibm:params:oauth:grant-type:apikey' &&
      form.get('apikey') === credential.secret
    const errorMessage = 'Provided API key could not be found.'
    if (!isKnown) return json(400, { errorCode: 'BXNIM0415E', errorMessage })
    const token = canary()
    sessions.add(token)
    return json(200, { access_token: token, token_type: 'Bearer', expires_in: 3600 })
  }),
  on(/^GET \/v1\/apikeys\/details$/, ({ headers }) =>
    sessions.has(bearerOf(headers['authorization'])) && headers['iam-apikey'] === credential.secret
      ? json(200, { id: 'ApiKey-1', iam_id: 'IBMid-1', account_id: account, locked: false })
      : json(401, { errorCode: 'BXNIM0308E', errorMessage: 'No authorization header found' }),
  ),
]

const bearerOf = (authorization = '') => /^Bearer (.+)$/.exec(authorization)?.[1] ?? ''

/** The registry's own API: nothing without both the token and the account. */
const api = (local: Handle, sessions: ReadonlySet<string>): Hook =>
  on(/^GET \/api\/v1\/(namespaces|images)$/, async (request, [, what]) => {
    const { headers, query } = request
    const isKnown =
      sessions.has(bearerOf(headers['authorization'])) && headers['account'] === account
    if (!isKnown) return json(401, { code: 'CRG0009E', message: 'You are not authorized' })
    // A namespace without anything in it is listed too.
    if (what === 'namespaces') return json(200, ['acme-empty', namespace])
    const names = await repositoriesBelow(local, request, query.get('namespace') ?? '')
    return json(200, names.flatMap(imagesOf))
  })

/** One for each version, as Docker's API has them. */
const imagesOf = (name: string) =>
  ['1.0.0', '1.1.0'].map((tag, at) => {
    const digest = `sha256:${String(at).repeat(64)}`
    return {
      Id: digest,
      DigestTags: { [digest]: [`${host}/${name}:${tag}`] },
      RepoTags: [`${host}/${name}:${tag}`],
      RepoDigests: [`${host}/${name}@${digest}`],
    }
  })

type Options = { readonly catalog: 'not offered' | 'offered' }

const mustHaveNamespace: Hook = (request, next) => {
  const name = repositoryOf(request.path)
  if (name === undefined || name.startsWith(`${namespace}/`)) return next(request)
  return refuse(404, 'NAME_UNKNOWN', 'The namespace was not found')
}

const ibm = ({ catalog }: Options, variant?: string): Simulator => ({
  vendor: 'ibm',
  title: 'IBM Cloud',
  ...(variant !== undefined && { variant }),
  address: host,
  namespace,
  start: local => {
    const credential = { username: 'iamapikey', secret: canary() }
    const storage = createBlobStorage(storageHost)
    const sessions = new Set<string>()
    const tokens = createTokenService({
      realm: `https://${host}/oauth/token`,
      service: 'registry',
      credential,
      takes: ['get', 'password', 'refresh'],
      anonymous: true,
      wrongPassword: refuse(400, 'UNAUTHORIZED', 'Bad Request: the API key is not valid'),
      grants: ({ name, actions }, signedIn) =>
        signedIn &&
        (name.startsWith(`${namespace}/`) || catalog === 'offered' || !name.includes('/'))
          ? actions
          : [],
    })
    return {
      credential,
      hosts: {
        [host]: [
          tokens.hook,
          api(local, sessions),
          requireBearer(tokens),
          on(/^GET \/v2\/_catalog$/, (request, _match, next) =>
            catalog === 'offered'
              ? next(request)
              : refuse(404, 'UNSUPPORTED', 'The operation is unsupported.'),
          ),
          mustHaveNamespace,
          noReferrers(catalog === 'offered'),
          storage.redirect,
        ],
        [iamHost]: iam(credential, sessions),
        [storageHost]: [storage.hook],
      },
      trusted: [host, iamHost],
      issued: () => [...tokens.issued, ...sessions],
      expire: () => tokens.expire(),
    }
  },
})

export const ibms: readonly Simulator[] = [
  ibm({ catalog: 'not offered' }),
  ibm({ catalog: 'offered' }, 'catalog offered'),
]
