import { AppError } from '../../../../shared/errors.ts'
import type { HttpRequest, HttpResponse, Send } from '../http/http-types.ts'
import { isSameOrigin } from '../http/target.ts'
import type { TranslateError } from '../oci-errors.ts'
import type { CredentialSource, RegistryEndpoint } from '../types.ts'
import { chooseChallenge, parseChallenges, type Challenge } from './challenge.ts'
import { baseRequest, lookAt, methodOf, type AuthMethod, type Look } from './discovery.ts'
import type { Refusals } from './refusals.ts'
import { splitScopes, type Scope } from './scope.ts'
import type { Signature, Signer } from './signer.ts'
import { createSingleFlight } from './single-flight.ts'
import type { TokenSource } from './token-source.ts'

export type AuthorizedRequest = HttpRequest & {
  readonly scopes: readonly Scope[]
  /** The body cannot go out again: after a 401 only the token is renewed, and the caller starts over. */
  readonly restartsItself?: boolean
}

export type AuthorizedSend = (request: AuthorizedRequest) => Promise<HttpResponse>

export type Authorizer = {
  readonly send: AuthorizedSend
  /** A fresh look at `GET /v2/`, and whether the sign-in is taken. */
  look(signal: AbortSignal): Promise<Look>
  /** What is known of the registry's way to sign in; looks when nothing is. */
  method(signal: AbortSignal): Promise<AuthMethod>
}

export type AuthorizerOptions = {
  readonly registry: URL
  readonly endpoint: RegistryEndpoint
  readonly userAgent: string
  readonly credentials: CredentialSource
  readonly tokens: TokenSource
  readonly signer: Signer
  readonly refusals: Refusals
  readonly translate: TranslateError
  readonly closed: AbortSignal
  /** For `GET /v2/`: follows no redirect, so that a typed address is the only one contacted. */
  readonly sendStraight: Send
  readonly send: Send
}

/**
 * Signs requests. The first goes out unsigned, except that with a sign-in at hand the registry is looked at before:
 * some answer 200 to everybody and would never ask (zot, Quay's catalog). A 401 is answered once, and only when it
 * came from the registry itself (GHSA-vh4v-2xq2-g5cg).
 */
export const createAuthorizer = (options: AuthorizerOptions): Authorizer => {
  const { registry, tokens, signer, closed } = options
  const shareLook = createSingleFlight<Look>()
  /** What a path without a scope of its own, the catalog, turned out to want. */
  const learnedScopes = new Map<string, readonly Scope[]>()
  let method: AuthMethod | undefined

  const look = (signal: AbortSignal) =>
    shareLook('', signal, async () => {
      const request = baseRequest(registry, options.userAgent, closed)
      const seen = await lookAt(
        options.endpoint.host,
        request,
        options.sendStraight,
        options.translate,
      )
      await checkSignIn(seen, options)
      method = seen.method
      return seen
    })

  const firstMethod = async (signal: AbortSignal): Promise<AuthMethod> => {
    if (method) return method
    const hasSignIn = (await options.credentials(signal)) !== undefined
    return hasSignIn ? (await look(signal)).method : { kind: 'none' }
  }

  const firstSignature = async ({ target, scopes, signal }: AuthorizedRequest) =>
    signer(await firstMethod(signal), learnedScopes.get(target.url.pathname) ?? scopes, signal)

  /** A better signature than the one refused. Throws when there is none. */
  const renew = async (
    request: AuthorizedRequest,
    response: HttpResponse,
    refused: Signature,
  ): Promise<Signature> => {
    const challenge = challengeOf(response)
    if (!challenge || !isSameOrigin(response.url, registry))
      throw denied(response, refused, options)
    method = methodOf(challenge)
    if (refused.kind === 'bearer') tokens.drop(refused.token)
    if (refused.kind === 'basic' && method.kind === 'basic')
      throw denied(response, refused, options)
    // What is demanded comes first: some services honour only the first scope.
    const scopes = [...splitScopes(challenge.parameters['scope']), ...request.scopes]
    if (request.scopes.length === 0) learnedScopes.set(request.target.url.pathname, scopes)
    const signature = await signer(method, scopes, request.signal)
    if (signature.kind === 'none') throw denied(response, refused, options)
    return signature
  }

  // Harbor asks for Basic once it has seen a token without the right.
  const wantsBasicInstead = (response: HttpResponse, refused: Signature) =>
    refused.kind === 'bearer' && refused.signedIn && challengeOf(response)?.scheme === 'basic'

  const send: AuthorizedSend = async request => {
    let signature = await firstSignature(request)
    let response = await options.send(signed(request, signature))
    if (response.status !== 401) return response
    signature = await renew(request, response, signature)
    if (request.restartsItself) return response
    response = await options.send(signed(request, signature))
    if (response.status === 401 && wantsBasicInstead(response, signature)) {
      signature = await renew(request, response, signature)
      response = await options.send(signed(request, signature))
    }
    if (response.status === 401) throw denied(response, signature, options)
    return response
  }

  return { send, look, method: async signal => method ?? (await look(signal)).method }
}

const challengeOf = (response: HttpResponse): Challenge | undefined =>
  chooseChallenge(parseChallenges(response.headers.all('www-authenticate')))

const signed = <R extends HttpRequest>(request: R, signature: Signature): R => {
  if (signature.kind === 'none') return request
  const { authorization, as } = signature
  const headers = { ...request.headers, authorization }
  return { ...request, headers, ...(as !== undefined && { as }) }
}

/** Tries the sign-in at `GET /v2/`, so that a wrong password is sent once and not by every request. */
const checkSignIn = async (seen: Look, options: AuthorizerOptions): Promise<void> => {
  const { credentials, signer, closed, registry, userAgent } = options
  const credential = await credentials(closed)
  if (!credential || seen.method.kind === 'none') return
  const signature = await signer(seen.method, [], closed)
  // A token is given only to who is known; where reading is open that is proof enough.
  if (signature.kind === 'none' || (signature.kind === 'bearer' && !seen.guarded)) return
  const request = baseRequest(registry, userAgent, closed)
  const response = await options.sendStraight(signed(request, signature))
  if (response.status !== 401) return
  const error = refusal(response, 'sign-in-refused', options)
  options.refusals.remember(credential, error)
  throw error
}

const denied = (
  response: HttpResponse,
  signature: Signature,
  options: AuthorizerOptions,
): AppError => {
  const isOurs = isSameOrigin(response.url, options.registry)
  // With a sign-in that was taken, "who are you" means "you have no right to it, or it does not exist".
  const hasNoRight = !isOurs || (signature.kind !== 'none' && signature.signedIn)
  return refusal(response, hasNoRight ? 'denied' : 'sign-in-needed', options)
}

const refusal = (
  response: HttpResponse,
  reason: 'denied' | 'sign-in-needed' | 'sign-in-refused',
  { registry, endpoint, translate }: AuthorizerOptions,
): AppError => {
  const host = isSameOrigin(response.url, registry) ? endpoint.host : response.url.host
  const { params, details } = translate(response, { action: 'ping', params: { host } })
  const rest = details ? { details } : {}
  return reason === 'denied'
    ? new AppError('forbidden', reason, params, rest)
    : new AppError('unauthorized', reason, params, rest)
}
