import type { Send } from '../http/http-types.ts'
import type { Redactor } from '../http/redaction.ts'
import type { CredentialSource } from '../types.ts'
import { basicAuthorization } from './basic.ts'
import type { AuthMethod } from './discovery.ts'
import type { Refusals } from './refusals.ts'
import type { Scope } from './scope.ts'
import type { TokenSource } from './token-source.ts'

/** How one request is signed. `signedIn`: with a sign-in of the user, not as anybody. */
export type Signature =
  | { readonly kind: 'none'; readonly signedIn: boolean }
  | {
      readonly kind: 'basic'
      readonly authorization: string
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

export type Signer = (
  method: AuthMethod,
  scopes: readonly Scope[],
  signal: AbortSignal,
) => Promise<Signature>

export const createSigner =
  (
    credentials: CredentialSource,
    tokens: TokenSource,
    refusals: Refusals,
    redactor: Redactor,
  ): Signer =>
  async (method, scopes, signal) => {
    const credential = await credentials(signal)
    const signedIn = credential !== undefined
    if (method.kind === 'bearer') {
      // Nobody in particular, asking for nothing in particular, needs no token.
      if (!signedIn && scopes.length === 0) return { kind: 'none', signedIn }
      const token = await tokens.token(method, scopes, signal)
      const as = credential && { as: credential.username }
      return { kind: 'bearer', authorization: `Bearer ${token}`, token, signedIn, ...as }
    }
    if (method.kind === 'none' || !credential) return { kind: 'none', signedIn }
    refusals.check(credential)
    const authorization = basicAuthorization(credential)
    redactor.remember(authorization.slice('Basic '.length))
    return { kind: 'basic', authorization, signedIn: true, as: credential.username }
  }

/** Signs with user name and password unasked, for the registry's own origin alone. As nobody without a sign-in. */
export const withBasic =
  (signer: Signer, send: Send): Send =>
  async request => {
    const signature = await signer({ kind: 'basic' }, [], request.signal)
    if (signature.kind === 'none') return send(request)
    const { authorization, as } = signature
    const headers = { ...request.headers, authorization }
    return send({ ...request, headers, ...(as !== undefined && { as }) })
  }
