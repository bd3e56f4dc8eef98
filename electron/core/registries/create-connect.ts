import type { ConnectionOptionsOf } from '../connection-settings/connection-options.ts'
import type { QuietHosts } from '../http/quiet-hosts.ts'
import { createRegistryClient } from '../oci/registry-client.ts'
import type { Clock } from '../ports.ts'
import type { Connect } from './connect.ts'

type Deps = {
  readonly clock: Clock
  readonly version: string
  readonly connectionOptions: ConnectionOptionsOf
  readonly quietHosts: QuietHosts
}

/** Clients that name this program, go the way of their connection, know of each other's waits, and trust the one realm the user agreed to. */
export const createConnect =
  ({ clock, version, connectionOptions, quietHosts }: Deps): Connect =>
  ({ trustedRealm, connection, ...options }) =>
    createRegistryClient({
      ...options,
      ...connectionOptions(connection),
      userAgent: `Chartroom/${version}`,
      clock,
      quietHosts,
      trustRealm: origin => origin === trustedRealm,
    })
