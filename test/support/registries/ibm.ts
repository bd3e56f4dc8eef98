import { requireBearer } from './bearer-auth.ts'
import { createBlobStorage } from './blob-storage.ts'
import { type Hook, on, refuse, repositoryOf } from './exchange.ts'
import { noReferrers } from './no-referrers.ts'
import { canary, type Simulator } from './simulator.ts'
import { createTokenService } from './token-service.ts'

// IBM Cloud. Facts: oci-registries 3.8 (`iamapikey`, a wrong key is a bad request, the namespace must exist), 4.1 (no
// catalog is documented: assumed).

const host = 'de.icr.io'
const storageHost = 's3.eu-de.cloud-object-storage.appdomain.cloud'
const namespace = 'acme-charts'

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
  start: () => {
    const credential = { username: 'iamapikey', secret: canary() }
    const storage = createBlobStorage(storageHost)
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
        [storageHost]: [storage.hook],
      },
      trusted: [host],
      issued: () => tokens.issued,
      expire: () => tokens.expire(),
    }
  },
})

export const ibms: readonly Simulator[] = [
  ibm({ catalog: 'not offered' }),
  ibm({ catalog: 'offered' }, 'catalog offered'),
]
