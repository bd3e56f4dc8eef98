import { AppError, isAppError } from '../../../../shared/errors.ts'
import { basicAuthorization, isForTokenService } from '../../oci/auth/basic.ts'
import { baseRequest } from '../../oci/auth/discovery.ts'
import { repositoryScope } from '../../oci/auth/scope.ts'
import { requestToken } from '../../oci/auth/token.ts'
import { readTokenResponse } from '../../oci/auth/token-response.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import type { Credential, CredentialSource } from '../../oci/base/credential.ts'
import { failed, saw, skipped, type StepSuccess } from '../observation.ts'
import type { Wire } from '../wire.ts'
import type { Method } from './challenge.ts'

/** Who asks: a saved sign-in, or nobody. */
export type Person = {
  readonly credential: Credential | undefined
  readonly repository: string | undefined
}

/** What the requests after this one are signed with. */
export type Signature = {
  readonly authorization: string | undefined
  readonly as: string | undefined
  readonly token: string | undefined
}

const nobody: Signature = { authorization: undefined, as: undefined, token: undefined }

/** Shows the sign-in where it belongs, once: to the token service, or to `/v2/` with Basic or a token of its own. */
export const showSignIn = async (
  wire: Wire,
  method: Method,
  person: Person,
  signal: AbortSignal,
): Promise<StepSuccess<Signature>> => {
  const { credential } = person
  if (credential) rememberSecrets(wire, credential)
  if (method.kind === 'none') return skipped('token-not-needed', {}, nobody)
  if (method.kind === 'basic' || credential?.kind === 'registry-token') {
    return credential ? tryAtBase(wire, credential, signal) : skipped('basic-nobody', {}, nobody)
  }
  const response = await askToken(wire, method, person, ['pull'], signal)
  const { host } = wire.endpoint
  const { status } = response
  if (status !== 200) {
    // A broken token service is blamed itself; one that refuses speaks for the registry.
    const at = status >= 500 ? method.realm.url.host : host
    const context = { params: { host: at }, signedIn: credential !== undefined }
    throw wire.translate(response, { action: 'token', ...context })
  }
  const token = readToken(response, host, method.realm.url.origin)
  wire.redactor.remember(token)
  const signature = { authorization: `Bearer ${token}`, token, as: credential?.username }
  return credential
    ? saw('token-saved', { username: credential.username, status }, signature)
    : saw('token-anonymous', { status }, signature)
}

/** Asks for a token for these actions on the repository; without one, for a token that says who we are. */
export const askToken = (
  wire: Wire,
  { realm, service, scopes: demanded }: Extract<Method, { kind: 'bearer' }>,
  { credential, repository }: Person,
  actions: readonly string[],
  signal: AbortSignal,
): Promise<HttpResponse> => {
  const own = repository === undefined ? [] : [repositoryScope(repository, ...actions)]
  const scopes = [...demanded, ...own]
  const { userAgent, send } = wire
  return requestToken({ realm, service, scopes, credential, userAgent, signal }, send)
}

const tryAtBase = async (
  wire: Wire,
  credential: Credential,
  signal: AbortSignal,
): Promise<StepSuccess<Signature>> => {
  const { username } = credential
  const { host } = wire.endpoint
  // An identity token goes to the token service that issued it, and this registry has none.
  if (isForTokenService(credential)) {
    throw failed('basic-nobody', {}, new AppError('unauthorized', 'sign-in-needed', { host }))
  }
  const authorization =
    credential.kind === 'registry-token'
      ? `Bearer ${credential.secret.reveal()}`
      : basicAuthorization(credential)
  const request = baseRequest(wire.registry, wire.userAgent, signal)
  const headers = { ...request.headers, authorization }
  const response = await wire.send({ ...request, headers, as: username })
  const { status } = response
  if (status !== 200) {
    throw wire.translate(response, { action: 'ping', params: { host }, signedIn: true })
  }
  return saw('basic-taken', { username, status }, { authorization, as: username, token: undefined })
}

const rememberSecrets = ({ redactor }: Wire, credential: Credential): void => {
  redactor.remember(credential.secret.reveal())
  redactor.remember(basicAuthorization(credential).slice('Basic '.length))
}

const readToken = (response: HttpResponse, host: string, realm: string): string => {
  try {
    return readTokenResponse(response.bytes, { host, realm }).token
  } catch (error) {
    if (!isAppError(error)) throw error
    throw failed('malformed-token', { status: response.status }, error)
  }
}

/** The saved sign-in as it can be read now. Throws a failed step where it is gone or may not be read. */
export const readSignIn = async (
  read: CredentialSource,
  username: string | undefined,
  repository: string | undefined,
  signal: AbortSignal,
): Promise<Credential | undefined> => {
  const credential = await read(signal, repository).catch((error: unknown) => {
    if (!isAppError(error)) throw error
    throw failed('sign-in-unreadable', { username: username ?? '' }, error)
  })
  if (credential || username === undefined) return credential
  const error = new AppError('unauthorized', 'sign-in-missing', { username })
  throw failed('sign-in-missing', { username }, error)
}
