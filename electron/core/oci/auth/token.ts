import type { HttpRequest, HttpResponse, Send } from '../http/http-types.ts'
import { limits } from '../http/limits.ts'
import { type Target, withParameter } from '../http/target.ts'
import type { Credential } from '../types.ts'
import { basicAuthorization, isIdentityToken } from './basic.ts'
import type { Scope } from './scope.ts'

export type TokenRequest = {
  readonly realm: Target
  readonly service: string | undefined
  readonly scopes: readonly Scope[]
  readonly credential: Credential | undefined
  readonly userAgent: string
  readonly signal: AbortSignal
}

const clientId = 'chartroom'

/**
 * Asks a token service: GET with Basic, or OAuth2 POST for an identity token. `send` must follow no redirect.
 * A service without POST (GHCR 405, others 404) is asked by GET, unless that would show an identity token as a password.
 */
export const requestToken = async (request: TokenRequest, send: Send): Promise<HttpResponse> => {
  const { credential } = request
  if (!credential || !isIdentityToken(credential)) return send(getRequest(request))
  const response = await send(postRequest(request, credential))
  const hasNoPost = response.status === 404 || response.status === 405
  return hasNoPost ? send(getRequest(request)) : response
}

const getRequest = ({ realm, service, scopes, credential, ...rest }: TokenRequest): HttpRequest => {
  let target = realm
  if (service !== undefined) target = withParameter(target, 'service', service)
  for (const scope of scopes) target = withParameter(target, 'scope', scope)
  const authorization = credential && { authorization: basicAuthorization(credential) }
  return {
    ...common(rest, credential),
    method: 'GET',
    target,
    headers: headers(rest, authorization),
  }
}

const postRequest = (
  { realm, service, scopes, ...rest }: TokenRequest,
  credential: Credential,
): HttpRequest => {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: credential.secret.reveal(),
    ...(service !== undefined && { service }),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  })
  const bytes = new TextEncoder().encode(form.toString())
  return {
    ...common(rest, credential),
    method: 'POST',
    target: realm,
    headers: headers(rest, {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(bytes.byteLength),
    }),
    body: async function* () {
      yield bytes
    },
    repeatable: true,
  }
}

const common = ({ signal }: { signal: AbortSignal }, credential: Credential | undefined) => ({
  signal,
  limitBytes: limits.tokenBytes,
  callMs: limits.tokenCallMs,
  bodies: 'secrets' as const,
  ...(credential && { as: credential.username }),
})

const headers = (
  { userAgent }: { userAgent: string },
  more: Readonly<Record<string, string>> | undefined,
) => ({ accept: 'application/json', 'user-agent': userAgent, ...more })
