import { placesIn } from '../folders/data-folder.ts'
import type { Logger, Network, Clock } from '../ports.ts'
import type { SignInSecrets } from '../sign-ins/sign-in-secrets.ts'
import { connectionSecrets, type SavedRegistries } from '../store/saved-registries.ts'
import type { FileGrants } from '../files/file-grants.ts'
import { createCertsD } from './certs-d.ts'
import { createConnectionSettings, type ConnectionSettings } from './connection-settings.ts'
import { createHandedFiles } from './handed-files.ts'
import { createHeldSecrets } from './held-secrets.ts'
import { createConnectionOptions, type ConnectionOptionsOf } from './connection-options.ts'
import { createTrustRoots } from './trust-roots.ts'

type Deps = {
  readonly saved: SavedRegistries
  readonly secrets: SignInSecrets
  readonly grants: Pick<FileGrants, 'redeem'>
  readonly network: Network
  readonly env: Readonly<Record<string, string | undefined>>
  readonly homeDir: string
  readonly dataDir: string
  readonly showPath: (file: string) => string
  readonly clock: Clock
  readonly logger: Logger
}

/** Everything between a saved registry and its settings of the connection, put together; deletes what a crash left behind. */
export const openConnectionSettings = (
  deps: Deps,
): { connectionOptions: ConnectionOptionsOf; connectionSettings: ConnectionSettings } => {
  const { saved, secrets, env, logger } = deps
  const saves = saved.list().map(registry => registry.connection)
  // What was to last until quit did not outlive the last run.
  const forgotten = saves.flatMap(connectionSecrets).filter(({ place }) => place === 'session')
  const accounts = forgotten.map(({ account }) => account)
  const held = createHeldSecrets(secrets, accounts)
  const connectionOptions = createConnectionOptions({
    ...deps,
    roots: createTrustRoots(deps),
    secret: held.read,
  })
  const { connection, oldConnection } = placesIn(deps.dataDir)
  const files = createHandedFiles({ ...deps, folder: connection, oldFolder: oldConnection })
  const certsD = createCertsD(deps)
  const { isMissing } = held
  const connectionSettings = createConnectionSettings({
    ...deps,
    files,
    certsD,
    connectionOptions,
    isMissing,
  })
  connectionSettings
    .repair(saves)
    .catch((error: unknown) => logger.log('warn', 'connections-not-repaired', { error }))
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    logger.log('warn', 'tls-environment-ignored', { variable: 'NODE_TLS_REJECT_UNAUTHORIZED' })
  }
  return { connectionOptions, connectionSettings }
}
