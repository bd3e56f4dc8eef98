import { AppError } from '../../../../shared/errors.ts'
import { chooseChallenge, parseChallenges } from '../../oci/base/challenge.ts'
import { methodOf, type AuthMethod } from '../../oci/auth/discovery.ts'
import { checkRealm, requireTrust, type TrustRealm } from '../../oci/auth/realm.ts'
import { splitScopes, type Scope } from '../../oci/auth/scope.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import type { Target } from '../../http/base/target.ts'
import { failed, saw, skipped, type StepSuccess } from '../observation.ts'
import type { Wire } from '../wire.ts'

/** How to sign in; the realm of Bearer is checked and may get the sign-in, if there is one. */
export type Method =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic' }
  | {
      readonly kind: 'bearer'
      readonly realm: Target
      readonly service: string | undefined
      readonly scopes: readonly Scope[]
    }

export type Agreement = { readonly hasSignIn: boolean; readonly trustRealm: TrustRealm }

/** Reads what the registry asks for. Sends nothing. */
export const readChallenge = (
  wire: Wire,
  response: HttpResponse,
  agreement: Agreement,
): StepSuccess<Method> => {
  const { host } = wire.endpoint
  const challenges = parseChallenges(response.headers.all('www-authenticate'))
  const chosen = chooseChallenge(challenges)
  if (chosen) {
    // public.ecr.aws asks for the scope `aws` whatever is read; other scopes without a colon are for other things.
    const scopes = splitScopes(chosen.parameters['scope']).filter(scope => !scope.includes(':'))
    return sightOf(wire, methodOf(chosen), scopes, agreement)
  }
  const scheme = challenges[0]?.scheme.slice(0, 40)
  if (scheme !== undefined) {
    const error = new AppError('unsupported', 'unknown-challenge', { host, scheme })
    throw failed('unknown-challenge', { scheme }, error)
  }
  if (response.status !== 401) return skipped('no-challenge', {}, { kind: 'none' })
  const error = wire.translate(response, { action: 'ping', params: { host } })
  throw failed('empty-challenge', {}, error)
}

const sightOf = (
  wire: Wire,
  method: AuthMethod,
  scopes: readonly Scope[],
  agreement: Agreement,
): StepSuccess<Method> => {
  if (method.kind === 'none') return skipped('no-challenge', {}, method)
  if (method.kind === 'basic') return saw('basic', {}, method)
  const realm = agreedRealm(wire, method.realm, agreement)
  return saw('bearer', { realm: realm.url.host }, { ...method, realm, scopes })
}

const agreedRealm = (wire: Wire, text: string, { hasSignIn, trustRealm }: Agreement): Target => {
  const { registry, endpoint, addresses } = wire
  const seen = { realm: URL.parse(text, registry.href)?.host ?? '?' }
  const orFail = <T>(key: 'unsafe-realm' | 'realm-not-agreed', act: () => T): T => {
    try {
      return act()
    } catch (error) {
      throw error instanceof AppError ? failed(key, seen, error) : error
    }
  }
  const realm = orFail('unsafe-realm', () => checkRealm(text, registry, endpoint, addresses))
  if (hasSignIn) {
    orFail('realm-not-agreed', () => requireTrust(realm.url, registry, endpoint, trustRealm))
  }
  return realm
}
