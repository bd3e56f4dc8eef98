import { isBasic } from './basic-auth.ts'
import { requireBearer } from './bearer-auth.ts'
import { createBlobStorage } from './blob-storage.ts'
import { type Handle, type Hook, json, on, refuse } from './exchange.ts'
import { repositoriesBelow } from './list-api.ts'
import { pageOf } from './paging.ts'
import { canary, type Credential, type Simulator } from './simulator.ts'
import { createTokenService, type TokenService } from './token-service.ts'

// Azure Container Registry. Facts: oci-registries 3.8 (`access_token`, POST for refresh tokens, null GUID, Basic for the
// admin user), 4.1 (`/acr/v1/_catalog`), 5.1 (delete by tag removes the tag).

const host = 'acme.azurecr.io'
const storageHost = 'weustore1.blob.core.windows.net'
const nullGuid = '00000000-0000-0000-0000-000000000000'

type Options = {
  readonly signIn: 'admin' | 'refresh token'
  /** Whether a refresh token goes as a password of the null GUID too, as docker sends it. */
  readonly asPassword?: boolean
}

const paging = { usual: 100, most: 2, larger: 'clamped', cursor: 'last' } as const

/** The same list in two places: both need the right to the catalog. */
const catalog = (local: Handle): Hook =>
  on(/^GET \/(?:v2|acr\/v1)\/_catalog$/, async request => {
    const names = await repositoriesBelow(local, request, '')
    return pageOf(request, names, 'repositories', paging)
  })

const apiGuard =
  (tokens: TokenService, admin: Credential | undefined): Hook =>
  (request, next) => {
    if (!request.path.startsWith('/acr/v1/')) return next(request)
    const held = tokens.accessOf(request)
    const mayList = held?.access.some(({ type, name }) => type === 'registry' && name === 'catalog')
    if (mayList || (admin && isBasic(request, admin))) return next(request)
    return refuse(401, 'UNAUTHORIZED', 'authentication required', {
      'WWW-Authenticate': tokens.challenge('registry:catalog:*'),
    })
  }

const acr = ({ signIn, asPassword = true }: Options, variant?: string): Simulator => ({
  vendor: 'acr',
  title: 'Azure ACR',
  ...(variant !== undefined && { variant }),
  address: host,
  namespace: 'team',
  start: local => {
    const isAdmin = signIn === 'admin'
    const credential = { username: isAdmin ? 'acme' : nullGuid, secret: canary() }
    const storage = createBlobStorage(storageHost)
    let isExpired = false
    const tokens = createTokenService({
      realm: `https://${host}/oauth2/token`,
      service: host,
      credential,
      takes: isAdmin || asPassword ? ['get', 'password', 'refresh'] : ['refresh'],
      field: 'access_token',
      readable: true,
      anonymous: false,
      refuses: () =>
        isExpired
          ? refuse(401, 'UNAUTHORIZED', 'authentication required, the token has expired')
          : undefined,
    })
    const basic: Hook = (request, next) =>
      isAdmin && isBasic(request, credential) ? next(request) : guarded(request, next)
    const guarded = requireBearer(tokens)
    return {
      credential,
      hosts: {
        [host]: [
          tokens.hook,
          apiGuard(tokens, isAdmin ? credential : undefined),
          basic,
          catalog(local),
          on(/^GET \/acr\/v1\//, () => json(404, { errors: [{ code: 'NOT_FOUND' }] })),
          storage.redirect,
        ],
        [storageHost]: [storage.hook],
      },
      trusted: [host],
      issued: () => tokens.issued,
      expire: () => {
        tokens.expire()
        // The refresh token lives three hours; the admin's password stays.
        isExpired = !isAdmin
      },
    }
  },
})

export const acrs: readonly Simulator[] = [
  acr({ signIn: 'admin' }),
  acr({ signIn: 'refresh token' }, 'refresh token as password'),
  acr({ signIn: 'refresh token', asPassword: false }, 'refresh token by POST only'),
]
