import type { Clock } from '../../ports.ts'
import type { AddressGuard } from '../../http/base/address-guard.ts'
import type { Send } from '../../http/base/http-types.ts'
import type { Redactor } from '../../http/base/redaction.ts'
import type { TranslateError } from '../dictionary/oci-errors.ts'
import type { RegistryEndpoint } from '../base/endpoint.ts'
import type { Credential } from '../base/credential.ts'
import type { Identity } from './identity.ts'
import { createIssuers, type Issuers } from './issuers.ts'
import { checkRealm, requireTrust, type TrustRealm } from './realm.ts'
import type { Refusals } from './refusals.ts'
import { mergeScopes, type Scope } from './scope.ts'
import { createSingleFlight } from '../../async/single-flight.ts'
import { requestToken } from './token.ts'
import { createTokenCache } from './token-cache.ts'
import { readTokenResponse, type TokenGrant } from './token-response.ts'

/** Where a Bearer challenge sends us. */
export type TokenService = { readonly realm: string; readonly service: string | undefined }

export type TokenSource = {
  /**
   * A cached token that is still good, or a new one; callers that need the same share one request.
   */
  token(
    service: TokenService,
    scopes: readonly Scope[],
    identity: Identity,
    signal: AbortSignal,
  ): Promise<string>
  drop(token: string): void
  clear(): void
}

export type TokenSourceOptions = {
  readonly registry: URL
  readonly endpoint: RegistryEndpoint
  readonly addresses: AddressGuard
  readonly clock: Clock
  readonly userAgent: string
  readonly trustRealm: TrustRealm
  readonly redactor: Redactor
  readonly translate: TranslateError
  readonly refusals: Refusals
  /** Retries, but follows no redirect: a sign-in goes where the realm says and nowhere else. */
  readonly send: Send
  /** Aborted when the client closes: it ends the requests that several callers share. */
  readonly closed: AbortSignal
}

export const createTokenSource = (options: TokenSourceOptions): TokenSource => {
  const cache = createTokenCache(options.clock)
  const shareRequest = createSingleFlight<string>()
  const issuers = createIssuers()
  return {
    token: async (service, asked, { credential, print }, signal) => {
      const scopes = mergeScopes(asked)
      // The key holds the sign-in, because tenants of one host may each have their own: a token of one must not serve
      // another.
      const key = `${service.realm} ${service.service ?? ''} ${print}`
      const cached = cache.find(key, scopes)
      if (cached !== undefined) return cached
      return shareRequest(`${key} ${scopes.toSorted().join(' ')}`, signal, async () => {
        const grant = await fetchToken(options, issuers, service, scopes, credential)
        options.redactor.remember(grant.token)
        cache.add(key, scopes, grant)
        return grant.token
      })
    },
    drop: cache.drop,
    clear: cache.clear,
  }
}

const fetchToken = async (
  options: TokenSourceOptions,
  issuers: Issuers,
  { realm, service }: TokenService,
  scopes: readonly Scope[],
  credential: Credential | undefined,
): Promise<TokenGrant> => {
  const { registry, endpoint, userAgent, closed, refusals } = options
  const target = checkRealm(realm, registry, endpoint, options.addresses)
  if (credential) {
    requireTrust(target.url, registry, endpoint, options.trustRealm)
    refusals.check(credential)
    issuers.check(credential, target.url, endpoint.host)
  }
  const request = { realm: target, service, scopes, credential, userAgent, signal: closed }
  const response = await requestToken(request, options.send)
  if (response.status === 200) {
    if (credential) issuers.remember(credential, target.url)
    return readTokenResponse(response.bytes, { host: endpoint.host, realm: target.url.origin })
  }
  const error = options.translate(response, {
    action: 'token',
    params: { host: response.status >= 500 ? target.url.host : endpoint.host },
    signedIn: credential !== undefined,
  })
  if (credential && error.code === 'unauthorized') refusals.remember(credential, error)
  throw error
}
