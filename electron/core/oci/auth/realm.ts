import { AppError } from '../../../../shared/errors.ts'
import type { AddressGuard } from '../../http/base/address-guard.ts'
import { isSameOrigin, parseTarget, type Target } from '../../http/base/target.ts'
import type { RegistryEndpoint } from '../base/endpoint.ts'
import { isKnownRealm } from './known-realms.ts'

/** Whether the user has agreed that the sign-in of this registry goes to the token service at this origin. */
export type TrustRealm = (realmOrigin: string) => boolean

/**
 * The registry sends its sign-ins to a host that nobody vouched for yet. Whoever started the call asks the user and
 * calls again; where nobody can ask, it reads as an error.
 */
export class RealmDecisionNeeded extends AppError<'unauthorized'> {
  readonly host: string
  /** Origin, `https://auth.example`: what `trustRealm` will be asked for. */
  readonly realm: string

  constructor(host: string, realm: string) {
    super('unauthorized', 'realm-not-agreed', { host, realm })
    this.name = 'RealmDecisionNeeded'
    this.host = host
    this.realm = realm
  }
}

/**
 * The address of the token service by the rules of docs/protocol.md, "Token services elsewhere": https, or http where
 * the registry itself speaks it; never an address inside our network that is not the registry's own.
 */
export const checkRealm = (
  realm: string,
  registry: URL,
  endpoint: RegistryEndpoint,
  addresses: AddressGuard,
): Target => {
  const target = parseTarget(realm, new URL('/v2/', registry))
  const refuse = () =>
    new AppError('unsupported', 'unsafe-realm', {
      host: endpoint.host,
      realm: target ? `${target.url.protocol}//${target.url.host}` : '?',
    })
  if (!target) throw refuse()
  const { protocol, hostname } = target.url
  const isAllowedHttp = protocol === 'http:' && endpoint.plainHttp
  if (protocol !== 'https:' && !isAllowedHttp) throw refuse()
  if (!addresses.allows(hostname)) throw refuse()
  return target
}

/**
 * Throws RealmDecisionNeeded unless the sign-in may go there. Behind another port of the registry's own host may be
 * somebody else's program.
 */
export const requireTrust = (
  realm: URL,
  registry: URL,
  endpoint: RegistryEndpoint,
  trustRealm: TrustRealm,
): void => {
  if (isSameOrigin(realm, registry) || isKnownRealm(endpoint.host, realm.origin)) return
  if (!trustRealm(realm.origin)) throw new RealmDecisionNeeded(endpoint.host, realm.origin)
}
