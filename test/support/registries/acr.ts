import { isBasic } from './basic-auth.ts'
import { requireBearer } from './bearer-auth.ts'
import { createBlobStorage } from './blob-storage.ts'
import { type Handle, type Hook, on, refuse } from './exchange.ts'
import { immutableTags } from './immutable-tags.ts'
import { repositoriesBelow } from './list-api.ts'
import { noReferrers } from './no-referrers.ts'
import { pageOf } from './paging.ts'
import { canary, type Simulator } from './simulator.ts'
import { createTokenService } from './token-service.ts'

// Azure Container Registry: docs/protocol.md, "Sign-ins by registry", "Listing repositories" and "Deleting by digest
// and by tag". It answers `access_token`, wants POST for refresh tokens and the null GUID as their user, Basic for the
// admin; it has a catalog of its own, for tokens with a scope map see none; a delete by tag removes the tag.

const host = 'acme.azurecr.io'
const storageHost = 'weustore1.blob.core.windows.net'
const nullGuid = '00000000-0000-0000-0000-000000000000'

type Kind = 'admin' | 'expose-token' | 'identity token' | 'scope map'

const usernames: Readonly<Record<Kind, string>> = {
  admin: 'acme',
  'expose-token': nullGuid,
  // What `az acr login` leaves in Docker's configuration: a refresh token, and a name that says so.
  'identity token': '<token>',
  'scope map': 'team-reader',
}

const paging = { usual: 100, most: 2, larger: 'clamped', cursor: 'last' } as const

/** As Azure/azure-sdk-for-net#22827 quotes it with 405; 403 is assumed. */
const locked = (status: 403 | 405) =>
  refuse(
    status,
    'REGISTRY_DISALLOWED_OPERATION',
    'The operation is disallowed on this registry, repository or image.',
  )

/** The same list in two places; of the two a scope map opens its own only. */
const catalogs = (local: Handle, kind: Kind): Hook =>
  on(/^GET \/(v2|acr\/v1)\/_catalog$/, async (request, [, place]) => {
    if (place === 'v2' && kind === 'scope map') {
      return refuse(403, 'DENIED', 'requested access to the resource is denied')
    }
    const names = await repositoriesBelow(local, request, '')
    return pageOf(request, names, 'repositories', paging)
  })

const acr = (kind: Kind, variant?: string): Simulator => ({
  vendor: 'acr',
  title: 'Azure ACR',
  ...(variant !== undefined && { variant }),
  address: host,
  namespace: 'team',
  start: local => {
    const credential = { username: usernames[kind], secret: canary() }
    const storage = createBlobStorage(storageHost)
    let isExpired = false
    const tokens = createTokenService({
      realm: `https://${host}/oauth2/token`,
      service: host,
      credential,
      takes: kind === 'identity token' ? ['refresh'] : ['get', 'password'],
      field: 'access_token',
      readable: true,
      anonymous: false,
      refuses: () =>
        isExpired ? refuse(401, 'UNAUTHORIZED', 'authentication required') : undefined,
    })
    // Both APIs, with a token; with the password too only the admin user.
    const guarded = requireBearer(tokens, {
      applies: ({ path }) => path.startsWith('/v2/') || path.startsWith('/acr/v1/'),
    })
    const guard: Hook = (request, next) =>
      kind === 'admin' && isBasic(request, credential) ? next(request) : guarded(request, next)
    return {
      credential,
      ...(kind === 'identity token' && {
        dockerConfig: {
          auths: { [host]: { auth: btoa(`${nullGuid}:`), identitytoken: credential.secret } },
        },
      }),
      hosts: {
        [host]: [
          tokens.hook,
          guard,
          catalogs(local, kind),
          immutableTags(() => locked(kind === 'admin' ? 405 : 403)),
          noReferrers(kind === 'expose-token'),
          storage.redirect,
        ],
        [storageHost]: [storage.hook],
      },
      trusted: [host],
      issued: () => tokens.issued,
      expire: () => {
        tokens.expire()
        // A refresh token lives three hours; a password stays.
        isExpired = kind === 'expose-token' || kind === 'identity token'
      },
    }
  },
})

export const acrs: readonly Simulator[] = [
  acr('admin'),
  acr('expose-token', 'az acr login --expose-token'),
  acr('identity token', "Docker's identity token"),
  acr('scope map', 'token with a scope map'),
]
