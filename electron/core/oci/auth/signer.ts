import { AppError } from '../../../../shared/errors.ts'
import type { Send } from '../../http/base/http-types.ts'
import type { Redactor } from '../../http/base/redaction.ts'
import { isSameOrigin } from '../../http/base/target.ts'
import type { Credential } from '../base/credential.ts'
import { basicAuthorization, isForTokenService } from './basic.ts'
import type { AuthMethod } from './discovery.ts'
import type { Identity } from './identity.ts'
import type { Refusals } from './refusals.ts'
import type { Scope } from './scope.ts'
import type { TokenSource } from './token-source.ts'

/** How one request is signed. `signedIn`: with a sign-in of the user, not as anybody. */
export type Signature =
  | { readonly kind: 'none'; readonly signedIn: boolean }
  | {
      /** The sign-in itself: user name and password, or a token that was given as it is. */
      readonly kind: 'fixed'
      readonly authorization: string
      /** A token that was given as it is: there is no other way to send it. */
      readonly isToken: boolean
      readonly signedIn: true
      readonly as: string
    }
  | {
      readonly kind: 'bearer'
      readonly authorization: string
      readonly token: string
      readonly signedIn: boolean
      /** User name; absent for anybody. */
      readonly as?: string
    }

/** Signs as somebody; `scopes` may have been named by the registry, who signs not. */
export type Signer = (
  method: AuthMethod,
  scopes: readonly Scope[],
  identity: Identity,
  signal: AbortSignal,
) => Promise<Signature>

export const createSigner = (
  tokens: TokenSource,
  refusals: Refusals,
  redactor: Redactor,
): Signer => {
  const fixed = (credential: Credential, authorization: string): Signature => {
    refusals.check(credential)
    redactor.remember(authorization.slice(authorization.indexOf(' ') + 1))
    const isToken = credential.kind === 'registry-token'
    return { kind: 'fixed', authorization, isToken, signedIn: true, as: credential.username }
  }
  return async (method, scopes, identity, signal) => {
    const { credential } = identity
    const signedIn = credential !== undefined
    // The token is sent as it is, whatever the challenge, as go-containerregistry does: it was given for this origin,
    // which alone sees it, and proxies in front of a registry may name Basic first.
    if (credential?.kind === 'registry-token' && method.kind !== 'none') {
      return fixed(credential, `Bearer ${credential.secret.reveal()}`)
    }
    if (method.kind === 'bearer') {
      // A request without a sign-in and without a scope needs no token.
      if (!signedIn && scopes.length === 0) return { kind: 'none', signedIn }
      const token = await tokens.token(method, scopes, identity, signal)
      const as = credential && { as: credential.username }
      return { kind: 'bearer', authorization: `Bearer ${token}`, token, signedIn, ...as }
    }
    if (method.kind === 'none' || !credential) return { kind: 'none', signedIn }
    // Azure's refresh tokens too: its registries ask for Bearer, and take these at the token service only.
    if (isForTokenService(credential)) return { kind: 'none', signedIn }
    return fixed(credential, basicAuthorization(credential))
  }
}

/**
 * Signs with user name and password before anybody asks, for the registry's own origin alone; not at all without a
 * password.
 */
export const withBasic =
  (
    signer: Signer,
    identify: (signal: AbortSignal) => Promise<Identity>,
    registry: URL,
    send: Send,
  ): Send =>
  async request => {
    if (!isSameOrigin(request.target.url, registry)) {
      throw new AppError('invalid-input', 'malformed-request')
    }
    const { signal } = request
    const signature = await signer({ kind: 'basic' }, [], await identify(signal), signal)
    if (signature.kind !== 'fixed' || signature.isToken) return send(request)
    const { authorization, as } = signature
    const headers = { ...request.headers, authorization }
    return send({ ...request, headers, ...(as !== undefined && { as }) })
  }
