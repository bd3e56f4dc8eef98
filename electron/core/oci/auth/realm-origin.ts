import type { AuthMethod } from './discovery.ts'
import { checkRealm, requireTrust, type TrustRealm } from './realm.ts'
import type { AddressGuard } from '../../http/base/address-guard.ts'
import type { RegistryEndpoint } from '../base/endpoint.ts'

type Options = {
  readonly registry: URL
  readonly endpoint: RegistryEndpoint
  readonly addresses: AddressGuard
  readonly trustRealm: TrustRealm
}

/** Where the registry's sign-in goes for its tokens, by the same rules: known pairs, or what the user agreed to. */
export const realmOrigin = (method: AuthMethod, options: Options): URL | undefined => {
  if (method.kind !== 'bearer') return undefined
  const { registry, endpoint, addresses, trustRealm } = options
  const { url } = checkRealm(method.realm, registry, endpoint, addresses)
  requireTrust(url, registry, endpoint, trustRealm)
  return new URL(url.origin)
}
