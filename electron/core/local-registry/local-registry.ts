import type { Server } from 'node:http'
import path from 'node:path'
import type { Secret } from '../oci/types.ts'
import type { Logger } from '../ports.ts'
import type { Checkpoint } from './durable-files.ts'
import { createFolder } from './durable-files.ts'
import { keepPort, readKeptPort } from './kept-port.ts'
import { type OwnerLock, takeOwnerLock } from './owner-lock.ts'
import { openRegistryStore, type RegistryStore } from './registry-store.ts'
import { seedSamples } from './seed-samples.ts'
import { closeServer, createRegistryServer, listen } from './server.ts'
import { openUploads } from './uploads.ts'

export type LocalRegistryOptions = {
  /** Created when absent. One owner at a time. */
  readonly dataDir: string
  /** Absent: that of the last run when it is free, else any. 0: any. Another: that one, or it throws. */
  readonly port?: number
  /** For writing; any user name goes with it. Without one, and not open, nobody can write. */
  readonly password?: Secret | string
  /** Lets everybody on this machine write. */
  readonly open?: boolean
  readonly logger: Logger
  /** The folder `samples` beside this file, wherever the host keeps it; absent: no sample charts. */
  readonly samplesDir?: string
  /** For tests that kill the process at a named step. */
  readonly reached?: Checkpoint
}

export type LocalRegistry = {
  /** Throws `conflict/folder-in-use` when another process owns the folder. */
  start(): Promise<{ readonly host: string; readonly port: number }>
  /** Ends within a few seconds, whatever clients do. */
  stop(): Promise<void>
  /** Whether this start found no registry in the folder. False before it. */
  readonly isNew: boolean
}

type Running = { readonly lock: OwnerLock; readonly store: RegistryStore; readonly server: Server }

const stopGraceMs = 2_000
const anyPort = 0

/** OCI distribution 1.1 over plain HTTP on 127.0.0.1, kept in files. Not started yet. */
export const createLocalRegistry = (options: LocalRegistryOptions): LocalRegistry => {
  const { dataDir, logger, reached = () => {} } = options
  let running: Running | undefined

  const open = async (lock: OwnerLock): Promise<{ running: Running; port: number }> => {
    const store = await openRegistryStore({ dataDir, logger, reached })
    try {
      await trySamples(store, options)
      const uploads = await openUploads(path.join(dataDir, 'uploads'), reached)
      const guard = { password: options.password, open: options.open ?? false }
      const server = createRegistryServer({ store, uploads, guard, logger })
      const port = await listenKept(server, options)
      return { running: { lock, store, server }, port }
    } catch (error) {
      await store.close()
      throw error
    }
  }

  return {
    async start() {
      await createFolder(dataDir)
      const lock = await takeOwnerLock(dataDir)
      try {
        const opened = await open(lock)
        running = opened.running
        await keepPort(dataDir, opened.port)
        logger.log('info', 'local-registry.started', { port: opened.port })
        return { host: '127.0.0.1', port: opened.port }
      } catch (error) {
        lock.release()
        throw error
      }
    },
    async stop() {
      const ending = running
      running = undefined
      if (!ending) return
      await closeServer(ending.server, stopGraceMs)
      await ending.store.close()
      ending.lock.release()
    },
    get isNew() {
      return running?.store.isNew ?? false
    },
  }
}

/** Samples that cannot be written now, on a full disk, are tried again at the next start. */
const trySamples = async (store: RegistryStore, { samplesDir, logger }: LocalRegistryOptions) => {
  if (samplesDir === undefined) return
  await seedSamples(store, samplesDir).catch((error: unknown) =>
    logger.log('warn', 'local-registry.samples-failed', { message: String(error) }),
  )
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'EADDRINUSE' || error.code === 'EACCES')

const listenKept = async (server: Server, { dataDir, port }: LocalRegistryOptions) => {
  if (port !== undefined) return listen(server, port)
  try {
    return await listen(server, await readKeptPort(dataDir))
  } catch (error) {
    if (!isTaken(error)) throw error
    return listen(server, anyPort)
  }
}
