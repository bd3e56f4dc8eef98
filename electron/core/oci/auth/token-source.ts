import { AppError } from '../../../../shared/errors.ts'
import type { Clock } from '../http/clock.ts'
import type { AddressGuard } from '../http/address-guard.ts'
import type { Send } from '../http/http-types.ts'
import type { Redactor } from '../http/redaction.ts'
import type { TranslateError } from '../oci-errors.ts'
import type { Credential, CredentialSource, RegistryEndpoint } from '../types.ts'
import { checkRealm, requireTrust, type TrustRealm } from './realm.ts'
import type { Refusals } from './refusals.ts'
import { mergeScopes, type Scope } from './scope.ts'
import { createSingleFlight } from './single-flight.ts'
import { requestToken } from './token.ts'
import { createTokenCache } from './token-cache.ts'
import { readTokenResponse, type TokenGrant } from './token-response.ts'

/** Where a Bearer challenge sends us. */
export type TokenService = { readonly realm: string; readonly service: string | undefined }

export type TokenSource = {
  /** A cached token that is still good, or a new one; callers that need the same share one request. */
  token(service: TokenService, scopes: readonly Scope[], signal: AbortSignal): Promise<string>
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
  readonly credentials: CredentialSource
  /** Retries, but follows no redirect: a sign-in goes where the realm says and nowhere else. */
  readonly send: Send
  /** Ends what is shared when the client closes. */
  readonly closed: AbortSignal
}

export const createTokenSource = (options: TokenSourceOptions): TokenSource => {
  const cache = createTokenCache(options.clock)
  const shareRequest = createSingleFlight<string>()
  return {
    token: (service, asked, signal) => {
      const scopes = mergeScopes(asked)
      const key = `${service.realm} ${service.service ?? ''}`
      const cached = cache.find(key, scopes)
      if (cached !== undefined) return Promise.resolve(cached)
      return shareRequest(`${key} ${scopes.toSorted().join(' ')}`, signal, async () => {
        const grant = await fetchToken(options, service, scopes)
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
  { realm, service }: TokenService,
  scopes: readonly Scope[],
): Promise<TokenGrant> => {
  const { registry, endpoint, userAgent, closed, refusals } = options
  const target = checkRealm(realm, registry, endpoint, options.addresses)
  const credential = await options.credentials(closed)
  if (credential) {
    requireTrust(target.url, registry, endpoint, options.trustRealm)
    refusals.check(credential)
  }
  const request = { realm: target, service, scopes, credential, userAgent, signal: closed }
  const response = await requestToken(request, options.send)
  if (response.status === 200) {
    return readTokenResponse(response.bytes, { host: endpoint.host, realm: target.url.origin })
  }
  const error = options.translate(response, {
    action: 'token',
    params: { host: response.status >= 500 ? target.url.host : endpoint.host },
  })
  throw explain(error, response.status, credential, refusals)
}

// IBM answers 400 to a wrong key (oci-registries 3.8); Quay to a scope it cannot read, which reads as refused too.
const refusedStatus = new Set([400, 401])

const explain = (
  error: AppError,
  status: number,
  credential: Credential | undefined,
  refusals: Refusals,
): AppError => {
  const { params } = error
  const details = error.details ? { details: error.details } : {}
  if (!credential) {
    const needsSignIn = status === 401 || status === 403
    return needsSignIn ? new AppError('unauthorized', 'sign-in-needed', params, details) : error
  }
  if (!refusedStatus.has(status)) return error
  const refusal = new AppError('unauthorized', 'sign-in-refused', params, details)
  if (status === 401) refusals.remember(credential, refusal)
  return refusal
}
