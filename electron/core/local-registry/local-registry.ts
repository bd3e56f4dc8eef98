import type { Server } from 'node:http'
import path from 'node:path'
import type { Secret } from '../http/base/secret.ts'
import type { Logger } from '../ports.ts'
import type { Checkpoint } from './checkpoint.ts'
import { keepPort, readKeptPort } from './kept-port.ts'
import { type OwnerLock, takeOwnerLock } from './owner-lock.ts'
import { claimRegistryFolder } from './registry-folder.ts'
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
  /** How often abandoned uploads are looked for, and the clock that tells their age. */
  readonly sweepEveryMs?: number
  readonly monotonicMs?: () => number
  /** For tests that kill the process at a named step. */
  readonly reached?: Checkpoint
}

export type LocalRegistry = {
  /** Throws ForeignFolderError for a folder with other things in it, `conflict/folder-in-use` for one in use. */
  start(): Promise<{ readonly host: string; readonly port: number }>
  /** Ends within a few seconds, whatever clients do. */
  stop(): Promise<void>
  /** Whether this start found no registry in the folder. False before it. */
  readonly isNew: boolean
}

type Running = {
  readonly lock: OwnerLock
  readonly store: RegistryStore
  readonly server: Server
  readonly sweeping: NodeJS.Timeout
}

const stopGraceMs = 2_000
const sweepEveryMs = 10 * 60 * 1000
const anyPort = 0

/** OCI distribution 1.1 over plain HTTP on 127.0.0.1, kept in files. Not started yet. */
export const createLocalRegistry = (options: LocalRegistryOptions): LocalRegistry => {
  const { dataDir, logger, reached = () => {} } = options
  let running: Running | undefined

  const open = async (lock: OwnerLock): Promise<{ running: Running; port: number }> => {
    const store = await openRegistryStore({ dataDir, logger, reached })
    try {
      await trySamples(store, options)
      const uploads = await openUploads(path.join(dataDir, 'uploads'), options)
      const guard = { password: options.password, open: options.open ?? false }
      const server = createRegistryServer({ store, uploads, guard, logger })
      const port = await listenKept(server, options)
      const sweeping = setInterval(() => {
        uploads.sweep().catch((error: unknown) => logSweep(logger, error))
      }, options.sweepEveryMs ?? sweepEveryMs).unref()
      return { running: { lock, store, server, sweeping }, port }
    } catch (error) {
      await store.close()
      throw error
    }
  }

  return {
    async start() {
      claimRegistryFolder(dataDir)
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
      clearInterval(ending.sweeping)
      await closeServer(ending.server, stopGraceMs)
      await ending.store.close()
      ending.lock.release()
    },
    get isNew() {
      return running?.store.isNew ?? false
    },
  }
}

const logSweep = (logger: Logger, error: unknown) =>
  logger.log('warn', 'local-registry.sweep-failed', { message: String(error) })

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
