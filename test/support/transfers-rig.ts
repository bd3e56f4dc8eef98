import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { systemClock } from '../../electron/adapters/system-clock.ts'
import { createChartReader } from '../../electron/core/parser/chart-reader.ts'
import { createRegistryClient } from '../../electron/core/oci/registry-client.ts'
import { createFileGrants } from '../../electron/core/files/file-grants.ts'
import { emptyDatabase } from '../../electron/core/store/database.ts'
import { createSecret } from '../../electron/core/http/base/secret.ts'
import type { Clock } from '../../electron/core/ports.ts'
import type { RegistryDirectory } from '../../electron/core/registries/types.ts'
import { createTransfers } from '../../electron/core/transfers/transfers.ts'
import { createCachedRepository } from '../../electron/core/versions/cached-repository.ts'
import type { Transfer } from '../../shared/ipc/schemas/transfers.ts'
import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { quietLogger } from './quiet-logger.ts'
import { warmParser } from './warm-parser.ts'

export type RigOptions = {
  readonly host: string
  readonly credential?: { username: string; password: string }
  /** Of the client alone; the system's when absent. */
  readonly clock?: Clock
  /** The journal of a program before this one. */
  readonly database?: DatabaseSync
}

/** The transfers service of the core over one real registry, with real files, parser process and journal. */
export const createTransfersRig = async ({ host, credential, clock, database }: RigOptions) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'transfers-'))
  const registry: Registry = {
    id: 'registry',
    name: host,
    host,
    path: '',
    kind: 'remote',
    plainHttp: true,
    signIn: { kind: 'anonymous' },
    connection: {
      ca: { kind: 'system' },
      clientCertificate: { kind: 'none' },
      proxy: { kind: 'system' },
    },
    state: { status: 'connected' },
  }
  const connect = () =>
    createRegistryClient({
      endpoint: { host, plainHttp: true },
      credentials: async () =>
        credential && { username: credential.username, secret: createSecret(credential.password) },
      userAgent: 'chartroom-test',
      trustRealm: () => true,
      clock: clock ?? systemClock,
    })
  let client = connect()
  const registries: RegistryDirectory = {
    list: () => [registry],
    get: () => registry,
    client: () => client,
    connectionSeen: () => undefined,
    report: () => {},
  }
  const reader = createChartReader({
    parserProcess: warmParser,
    clock: systemClock,
  })
  const chosen = { folder }
  const grants = createFileGrants(systemClock)
  const pushed: { registryId: string; repository: string }[] = []
  const transfers = await createTransfers({
    registries,
    reader,
    grants,
    database: database ?? emptyDatabase(),
    capabilities: () => [],
    dataDir: path.join(folder, 'data'),
    cached: createCachedRepository({
      read: async () => undefined,
      archivePath: async () => undefined,
    }),
    desktop: {
      chooseFolder: async () => chosen.folder,
      chooseCharts: async () => [],
      chooseProgram: async () => undefined,
      chooseSavePath: async () => undefined,
      revealFile: () => {},
      openExternal: async () => {},
      showTheme: () => {},
      showMenu: () => () => {},
    },
    clock: systemClock,
    logger: quietLogger,
    pushed: place => void pushed.push(place),
  })
  return {
    folder,
    chosen,
    grants,
    get client() {
      return client
    },
    /** From now on one that knows nothing of the registry yet. */
    coldClient: async () => {
      await client.close()
      client = connect()
    },
    pushed,
    reader,
    registryId: registry.id,
    transfers,
    /** Resolves when the transfer has ended, however. */
    ended: (transferId: string): Promise<Transfer> =>
      new Promise(resolve => {
        const look = () => {
          const transfer = transfers.engine.get(transferId)
          if (transfer.state === 'waiting' || transfer.state === 'running') return
          unsubscribe()
          resolve(transfer)
        }
        const unsubscribe = transfers.engine.onChange(look)
        look()
      }),
    close: async () => {
      await transfers.close()
      await reader.close()
      await client.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type TransfersRig = Awaited<ReturnType<typeof createTransfersRig>>
