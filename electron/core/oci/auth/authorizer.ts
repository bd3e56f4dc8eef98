import { AppError, isAppError } from '../../../../shared/errors.ts'
import type { Clock } from '../../ports.ts'
import type { HttpRequest, HttpResponse, Send } from '../../http/base/http-types.ts'
import { isSameOrigin } from '../../http/base/target.ts'
import type { TranslateError } from '../dictionary/oci-errors.ts'
import type { RegistryEndpoint } from '../base/endpoint.ts'
import type { CredentialSource } from '../base/credential.ts'
import { chooseChallenge, parseChallenges, type Challenge } from '../base/challenge.ts'
import { createDenials } from './denials.ts'
import {
  baseRequest,
  discoverSignIn,
  methodOf,
  type AuthMethod,
  type Discovery,
} from './discovery.ts'
import { identify, type Identity } from './identity.ts'
import type { Refusals } from './refusals.ts'
import { repositoryOf, splitScopes, type Scope } from './scope.ts'
import type { Signature, Signer } from './signer.ts'
import { contextOf } from './request-context.ts'
import { createSingleFlight } from '../../async/single-flight.ts'
import type { TokenSource } from './token-source.ts'

export type AuthorizedRequest = HttpRequest & {
  readonly scopes: readonly Scope[]
  /** The body cannot be sent a second time: after a 401 the authorizer renews the token, and the caller starts over. */
  readonly restartsItself?: boolean
}

export type AuthorizedSend = (request: AuthorizedRequest) => Promise<HttpResponse>

export type Authorizer = {
  readonly send: AuthorizedSend
  /** A fresh look at `GET /v2/`, and whether the sign-in is taken: that of a repository, or of the host as a whole. */
  look(signal: AbortSignal, repository?: string): Promise<Discovery>
  /** How the registry wants to be signed in to, from memory; asks the registry when nothing is known. */
  method(identity: Identity, signal: AbortSignal): Promise<AuthMethod>
}

export type AuthorizerOptions = {
  readonly registry: URL
  readonly endpoint: RegistryEndpoint
  readonly userAgent: string
  readonly clock: Clock
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
  const shareDiscovery = createSingleFlight<Discovery>()
  /** The scopes that a path without one of its own (the catalog) turned out to need. */
  const learnedScopes = new Map<string, readonly Scope[]>()
  /** Sign-ins that were tried at `GET /v2/`. */
  const tried = new Set<string>()
  const denials = createDenials(options.clock)
  let method: AuthMethod | undefined

  const lookAs = (identity: Identity, signal: AbortSignal) =>
    shareDiscovery(identity.print, signal, async () => {
      const request = baseRequest(registry, options.userAgent, closed)
      const { endpoint, sendStraight, translate } = options
      const seen = await discoverSignIn(endpoint.host, request, sendStraight, translate)
      await checkSignIn(seen, identity, options)
      tried.add(identity.print)
      method = seen.method
      return seen
    })

  const firstMethod = async (identity: Identity, signal: AbortSignal): Promise<AuthMethod> => {
    if (!identity.credential) return method ?? { kind: 'none' }
    if (method && tried.has(identity.print)) return method
    return (await lookAs(identity, signal)).method
  }

  const firstSignature = async (
    { target, scopes, signal }: AuthorizedRequest,
    identity: Identity,
  ) => {
    const { pathname } = target.url
    const wanted = learnedScopes.get(pathname) ?? scopes
    const known = method
    const first = await firstMethod(identity, signal)
    try {
      return await signer(first, wanted, identity, signal)
    } catch (error) {
      if (known === undefined || !mayBeOutdated(error)) throw error
      // The remembered way to sign in no longer works, so it is asked for again.
      forget(known, pathname)
      const fresh = await freshMethod(signal)
      if (!fresh || isSameMethod(fresh, known)) throw error
      const signature = await signer(fresh, scopes, identity, signal)
      method = fresh
      return signature
    }
  }

  const forget = (learnt: AuthMethod | undefined, pathname: string) => {
    learnedScopes.delete(pathname)
    if (method === learnt) method = undefined
  }

  /** Asks the registry, without any sign-in, what it wants now. Undefined where its answer does not say. */
  const freshMethod = async (signal: AbortSignal): Promise<AuthMethod | undefined> => {
    const { endpoint, userAgent, sendStraight, translate } = options
    try {
      const request = baseRequest(registry, userAgent, signal)
      return (await discoverSignIn(endpoint.host, request, sendStraight, translate)).method
    } catch (error) {
      if (signal.aborted) throw error
      return undefined
    }
  }

  /** A better signature than the one refused. Throws when there is none. */
  const renew = async (
    request: AuthorizedRequest,
    response: HttpResponse,
    refused: Signature,
    identity: Identity,
  ): Promise<Signature> => {
    const challenge = challengeOf(response)
    const isOurs = isSameOrigin(response.url, registry)
    // Harbor names no way to sign in where there is no project: a password would not help.
    if (!challenge || !isOurs) throw refusal(request, response, true, options)
    const demanded = methodOf(challenge)
    if (refused.kind === 'fixed' && (demanded.kind === 'basic' || refused.isToken)) {
      throw denied(request, response, refused)
    }
    if (refused.kind === 'bearer') {
      if (denials.has(identity.print, wantOf(request))) {
        throw denied(request, response, refused)
      }
      tokens.drop(refused.token)
    }
    // The scopes of the challenge come first, because some token services honour only the first.
    const scopes = [...splitScopes(challenge.parameters['scope']), ...request.scopes]
    const { pathname } = request.target.url
    const before = method
    const signature = await signer(demanded, scopes, identity, request.signal).catch(
      (error: unknown) => {
        if (mayBeOutdated(error)) forget(before, pathname)
        throw error
      },
    )
    // This is stored only after a token came: one answer that names a bad token service must not lock the registry out.
    method = demanded
    if (request.scopes.length === 0) learnedScopes.set(pathname, scopes)
    if (signature.kind === 'none') throw denied(request, response, refused)
    return signature
  }

  const denied = (request: HttpRequest, response: HttpResponse, { kind, signedIn }: Signature) =>
    refusal(request, response, kind !== 'none' && signedIn, options)

  // Harbor asks for Basic once it has seen a token without the right.
  const wantsBasicInstead = (response: HttpResponse, refused: Signature) =>
    refused.kind === 'bearer' && refused.signedIn && challengeOf(response)?.scheme === 'basic'

  const send: AuthorizedSend = async request => {
    if (!isSameOrigin(request.target.url, registry)) {
      // A sign-in is for one origin, and nobody may ask for it elsewhere.
      throw new AppError('invalid-input', 'malformed-request')
    }
    const { scopes, signal } = request
    const identity = await identify(options.credentials, signal, repositoryOf(scopes))
    let signature = await firstSignature(request, identity)
    let response = await options.send(signed(request, signature))
    if (response.status !== 401) return response
    signature = await renew(request, response, signature, identity)
    if (request.restartsItself) return response
    response = await options.send(signed(request, signature))
    if (response.status === 401 && wantsBasicInstead(response, signature)) {
      signature = await renew(request, response, signature, identity)
      response = await options.send(signed(request, signature))
    }
    if (response.status !== 401) return response
    if (signature.kind === 'bearer') denials.remember(identity.print, wantOf(request))
    throw denied(request, response, signature)
  }

  return {
    send,
    look: async (signal, repository) =>
      lookAs(await identify(options.credentials, signal, repository), signal),
    method: async (identity, signal) => method ?? (await lookAs(identity, signal)).method,
  }
}

/** Whether asking another token service may help: the sign-in was not refused, and the caller still waits. */
const mayBeOutdated = (error: unknown): boolean =>
  isAppError(error) && error.code !== 'unauthorized' && error.code !== 'cancelled'

const isSameMethod = (a: AuthMethod, b: AuthMethod): boolean =>
  a.kind === b.kind &&
  (a.kind !== 'bearer' || b.kind !== 'bearer' || (a.realm === b.realm && a.service === b.service))

const wantOf = ({ target, scopes }: AuthorizedRequest): string =>
  scopes.length === 0 ? target.url.pathname : scopes.join(' ')

const challengeOf = (response: HttpResponse): Challenge | undefined =>
  chooseChallenge(parseChallenges(response.headers.all('www-authenticate')))

const signed = <R extends HttpRequest>(request: R, signature: Signature): R => {
  if (signature.kind === 'none') return request
  const { authorization, as } = signature
  const headers = { ...request.headers, authorization }
  return { ...request, headers, ...(as !== undefined && { as }) }
}

/** Tries the sign-in at `GET /v2/`, so that a wrong password is sent once and not by every request. */
const checkSignIn = async (
  seen: Discovery,
  identity: Identity,
  options: AuthorizerOptions,
): Promise<void> => {
  const { signer, closed, registry, userAgent } = options
  const { credential } = identity
  if (!credential || seen.method.kind === 'none') return
  const signature = await signer(seen.method, seen.scopes, identity, closed)
  // A token service gives a token only to somebody it knows, so where reading is open a token proves the sign-in.
  if (signature.kind === 'none' || (signature.kind === 'bearer' && !seen.guarded)) return
  const request = baseRequest(registry, userAgent, closed)
  const response = await options.sendStraight(signed(request, signature))
  // IBM answers 400 to a wrong key: docs/protocol.md, "Sign-ins by registry".
  if (response.status !== 401 && !(response.status === 400 && seen.guarded)) return
  const meant = refusal(request, response, true, options)
  const { params, details } = meant
  const isKnown = meant.code === 'unauthorized'
  const error = isKnown
    ? meant
    : new AppError('unauthorized', 'sign-in-refused', params, details && { details })
  options.refusals.remember(credential, error)
  throw error
}

/** After a sign-in that was accepted, a 401 means that it has no right here, or that the thing does not exist. */
const refusal = (
  request: HttpRequest,
  response: HttpResponse,
  signedIn: boolean,
  { registry, endpoint, translate }: AuthorizerOptions,
): AppError => {
  const host = isSameOrigin(response.url, registry) ? endpoint.host : response.url.host
  return translate(response, { ...contextOf(request, host), signedIn })
}
