import type { Reach } from '../connection/reach.ts'
import { createRegistryClient } from '../oci/registry-client.ts'
import type { Clock } from '../ports.ts'
import type { Connect } from './connect.ts'

type Deps = { readonly clock: Clock; readonly version: string; readonly reach: Reach }

/** Clients that name this program, go the way of their connection, and trust the one realm the user agreed to. */
export const createConnect =
  ({ clock, version, reach }: Deps): Connect =>
  ({ trustedRealm, connection, ...options }) =>
    createRegistryClient({
      ...options,
      ...reach(connection),
      userAgent: `Chartroom/${version}`,
      clock,
      trustRealm: origin => origin === trustedRealm,
    })
