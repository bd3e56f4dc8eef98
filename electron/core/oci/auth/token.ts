import type { HttpRequest, HttpResponse, Send } from '../../http/base/http-types.ts'
import { registryLimits } from '../base/limits.ts'
import { type Target, withParameter } from '../../http/base/target.ts'
import type { Credential } from '../base/credential.ts'
import { basicAuthorization, isAzureToken, isIdentityToken } from './basic.ts'
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

type Flow = 'get' | 'refresh-token' | 'password'
const notOffered: ReadonlySet<number> = new Set([404, 405])
const notTaken: ReadonlySet<number> = new Set([400, 401, ...notOffered])

/** In which order a sign-in is tried, and after which answers the second way: docs/protocol.md, "Tokens". */
const flowsOf = (
  credential: Credential | undefined,
): readonly [Flow, Flow | undefined, ReadonlySet<number>] => {
  if (!credential) return ['get', undefined, notOffered]
  // GHCR answers 405 to POST, others 404.
  if (isIdentityToken(credential)) return ['refresh-token', 'get', notOffered]
  // Azure documents POST for its refresh tokens; some stand-ins take them only as a password.
  if (isAzureToken(credential)) return ['refresh-token', 'get', notTaken]
  return ['get', 'password', notOffered]
}

/** Asks a token service: GET with Basic, or OAuth2 POST. `send` must follow no redirect. */
export const requestToken = async (request: TokenRequest, send: Send): Promise<HttpResponse> => {
  const { credential } = request
  const [first, second, after] = flowsOf(credential)
  const response = await send(requestBy(first, request))
  return second && after.has(response.status) ? send(requestBy(second, request)) : response
}

const requestBy = (flow: Flow, request: TokenRequest): HttpRequest =>
  flow === 'get' || !request.credential
    ? getRequest(request)
    : postRequest(request, request.credential, grantOf(flow, request.credential))

const grantOf = (
  flow: 'refresh-token' | 'password',
  { username, secret }: Credential,
): Readonly<Record<string, string>> =>
  flow === 'password'
    ? { grant_type: 'password', username, password: secret.reveal() }
    : { grant_type: 'refresh_token', refresh_token: secret.reveal() }

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
  grant: Readonly<Record<string, string>>,
): HttpRequest => {
  const form = new URLSearchParams({
    ...grant,
    client_id: clientId,
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
  limitBytes: registryLimits.tokenBytes,
  callMs: registryLimits.tokenCallMs,
  bodies: 'secrets' as const,
  ...(credential && { as: credential.username }),
})

const headers = (
  { userAgent }: { userAgent: string },
  more: Readonly<Record<string, string>> | undefined,
) => ({ accept: 'application/json', 'user-agent': userAgent, ...more })
