import { AppError } from '../../../../shared/errors.ts'
import type { HttpRequest, HttpResponse, Send } from '../../http/base/http-types.ts'
import { registryLimits } from '../base/limits.ts'
import { isWebPage } from '../../http/base/response-headers.ts'
import { parseTarget, targetOf } from '../../http/base/target.ts'
import { readErrorBody, type TranslateError } from '../dictionary/oci-errors.ts'
import { type RegistryIdentity, whoAnswered } from '../base/who-answered.ts'
import { tryReadJson } from '../../json/read-json.ts'
import { chooseChallenge, parseChallenges, type Challenge } from '../base/challenge.ts'
import { splitScopes, type Scope } from './scope.ts'
import type { TokenService } from './token-source.ts'

/** How a registry wants to know who asks. */
export type AuthMethod =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic' }
  | ({ readonly kind: 'bearer' } & TokenService)

export type Discovery = {
  readonly method: AuthMethod
  /** What a token for `GET /v2/` itself has to hold: `aws` at public.ecr.aws. */
  readonly scopes: readonly Scope[]
  /** Whether even `GET /v2/` needs a sign-in. */
  readonly guarded: boolean
  /** Whose it is, as far as the answer tells. */
  readonly said: RegistryIdentity
}

export const methodOf = (challenge: Challenge | undefined): AuthMethod => {
  if (!challenge) return { kind: 'none' }
  const { realm, service } = challenge.parameters
  if (challenge.scheme !== 'bearer' || realm === undefined) return { kind: 'basic' }
  return { kind: 'bearer', realm, service }
}

// GHCR names a repository there that is nobody's: asked for that, it might refuse a sign-in that is good.
const scopesOf = (challenge: Challenge | undefined): Scope[] =>
  splitScopes(challenge?.parameters['scope']).filter(scope => !scope.startsWith('repository:'))

/** `GET /v2/`. */
export const baseRequest = (
  registry: URL,
  userAgent: string,
  signal: AbortSignal,
): HttpRequest => ({
  method: 'GET',
  target: parseTarget('/v2/', registry) ?? { url: new URL('/v2/', registry), path: '/v2/' },
  headers: { accept: 'application/json', 'user-agent': userAgent },
  signal,
  limitBytes: registryLimits.pingBytes,
})

/**
 * Looks at a registry without a sign-in. zot answers 200 and still names its challenge when reading is open
 * (docs/protocol.md, "Challenges"). Throws `not-a-registry`, `unknown-challenge`, or what the status means.
 */
export const discoverSignIn = async (
  host: string,
  request: HttpRequest,
  send: Send,
  translate: TranslateError,
): Promise<Discovery> => {
  const response = await send(request)
  const challenges = parseChallenges(response.headers.all('www-authenticate'))
  const chosen = chooseChallenge(challenges)
  const said = whoAnswered(response)
  if (response.status === 200) {
    if (!(await isRegistry(response, send))) {
      throw translate(response, { action: 'ping', params: { host } })
    }
    return { method: methodOf(chosen), scopes: scopesOf(chosen), guarded: false, said }
  }
  if (response.status !== 401) throw translate(response, { action: 'ping', params: { host } })
  if (chosen) return { method: methodOf(chosen), scopes: scopesOf(chosen), guarded: true, said }
  const scheme = challenges[0]?.scheme
  if (scheme === undefined) throw translate(response, { action: 'ping', params: { host } })
  throw new AppError('unsupported', 'unknown-challenge', { host, scheme: scheme.slice(0, 40) })
}

/** Nobody has a repository of this name, and a registry says so in its own words. */
const nobodysTags = '/v2/chartroom-asks/whether-this-is-a-registry/tags/list'

/**
 * Whether it is a registry that answered `GET /v2/` with 200. The specification asks for nothing more, so one that says
 * nothing is looked at again: at its catalog, and at the tags of a repository that nobody has.
 */
export const isRegistry = async (response: HttpResponse, send: Send): Promise<boolean> => {
  if (isRegistryAnswer(response)) return true
  if (isWebPage(response) || response.bytes.byteLength > 0) return false
  const ask = (path: string) =>
    send({ ...response.request, target: targetOf(response.url.origin, path) })
  return (
    isListing(await ask('/v2/_catalog?n=1'), 'repositories') ||
    isListing(await ask(nobodysTags), 'tags')
  )
}

/** A list, a refusal in the words of the specification, or a challenge. */
const isListing = (response: HttpResponse, field: 'repositories' | 'tags'): boolean => {
  const { status, headers, bytes } = response
  if (status === 401) return parseChallenges(headers.all('www-authenticate')).length > 0
  const body = tryReadJson(bytes)
  if (typeof body !== 'object' || body === null) return false
  return status === 200
    ? Object.hasOwn(body, field)
    : readErrorBody(bytes).codes.some(code => /^[A-Z_]+$/.test(code))
}

/** A captive portal answers 200 with HTML; a registry with a JSON object, or says its version in a header. */
const isRegistryAnswer = ({ headers, bytes }: HttpResponse): boolean => {
  if (headers.get('docker-distribution-api-version') !== undefined) return true
  const body = tryReadJson(bytes)
  return typeof body === 'object' && body !== null && !Array.isArray(body)
}
