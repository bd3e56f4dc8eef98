import type { ConnectionSeen } from '../../../shared/ipc/schemas/connection-settings.ts'
import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'
import type { Vendor } from '../../../shared/model/vendor.ts'
import type { SavedConnection } from '../store/saved-registries.ts'
import type { RegistryClient } from '../oci/types.ts'
import type { RegistryEndpoint } from '../oci/base/endpoint.ts'
import type { CredentialSource } from '../oci/base/credential.ts'

export type ConnectOptions = {
  readonly endpoint: RegistryEndpoint
  readonly credentials: CredentialSource
  /** Origin of a token service on another site that may get the sign-in, because the user said so. */
  readonly trustedRealm: string | undefined
  /** How often a request goes out where it fails for a while; four times where it is not said. */
  readonly tries?: number
  /** CA file, client certificate, pin, proxy. */
  readonly connection: SavedConnection
  /** Whose registry it is, as far as known when it is asked: what an answer means depends on it. */
  readonly vendor?: () => Vendor | undefined
  /** Told of every exchange once it is over, secrets already replaced. */
  readonly onExchange?: (exchange: RecordedExchange) => void
  /** What the registry wants people to know, and `loop`, `page-limit`, `link-elsewhere` of a listing that was cut. */
  readonly onWarning?: (text: string) => void
  /** Requests wait until then (wall clock) because the registry said so; undefined when they go on. */
  readonly onQuiet?: (untilMs: number | undefined) => void
  /** Told of every new connection to the registry itself. */
  readonly onConnection?: (seen: ConnectionSeen) => void
}

/** Makes a client; no request is sent by it. */
export type Connect = (options: ConnectOptions) => RegistryClient

export const anonymous: CredentialSource = async () => undefined
