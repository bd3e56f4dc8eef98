import { createRegistryClient } from '../oci/registry-client.ts'
import type { Clock } from '../ports.ts'
import type { Connect } from './connect.ts'

/** Clients that name this program and trust, beside the known ones, the one realm the user agreed to. */
export const createConnect =
  (clock: Clock, version: string): Connect =>
  ({ trustedRealm, connection: _connection, ...options }) =>
    createRegistryClient({
      ...options,
      userAgent: `Chartroom/${version}`,
      clock,
      trustRealm: origin => origin === trustedRealm,
    })
