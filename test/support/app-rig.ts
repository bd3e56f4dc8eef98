import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createMemorySecrets } from '../../electron/adapters/memory-secrets.ts'
import { systemClock } from '../../electron/adapters/system-clock.ts'
import { createApp } from '../../electron/core/app.ts'
import type { Ports } from '../../electron/core/ports.ts'
import type { Input, Method, Output, Progress } from '../../shared/ipc/contract.ts'
import { createCall } from '../../shared/ipc/client.ts'
import type { Frame } from '../../shared/ipc/frames.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { warmParser } from './warm-parser.ts'

const root = path.join(import.meta.dirname, '../..')

export type AppRigOptions = {
  readonly dataDir?: string
  readonly homeDir?: string
  readonly ports?: Partial<Ports>
  readonly withSamples?: boolean
  readonly host?: 'desktop' | 'web'
  readonly env?: Readonly<Record<string, string>>
}

/** The whole core in this process, called as a window calls it; frames and log lines are kept. */
export const startApp = async (options: AppRigOptions = {}) => {
  const logged: string[] = []
  const frames: Frame[] = []
  const dataDir = options.dataDir ?? temporaryFolder()
  const app = await createApp({
    ports: {
      secrets: createMemorySecrets(),
      parserProcess: warmParser,
      clock: systemClock,
      commands: { find: async () => undefined, run: async () => Promise.reject(new Error('no')) },
      network: { systemCertificates: async () => [], systemProxy: async () => undefined },
      logger: {
        file: path.join(dataDir, 'log'),
        tail: async () => logged.join('\n'),
        log: (level, event, fields) => void logged.push(JSON.stringify([level, event, fields])),
      },
      ...options.ports,
    },
    host: options.host ?? 'web',
    platform: 'linux',
    version: '0.0.0-test',
    dataDir,
    homeDir: options.homeDir ?? dataDir,
    env: options.env ?? {},
    ...(options.withSamples && {
      samplesDir: path.join(root, 'electron/core/local-registry/samples'),
    }),
  })
  onTestFinished(() => app.close())
  const call = createCall((request, onFrame) => {
    const hangUp = new AbortController()
    void app.dispatch(
      request,
      frame => {
        frames.push(frame)
        onFrame(frame)
      },
      hangUp.signal,
    )
    return () => hangUp.abort()
  })
  /** The progress frames and the answer. */
  const stream = async <M extends Method>(method: M, input: Input<M>) => {
    const items: Progress<M>[] = []
    const end: Output<M> = await call(method, input, { onProgress: item => void items.push(item) })
    return { items, end }
  }
  return { app, call, stream, frames, logged, dataDir }
}

export type AppRig = Awaited<ReturnType<typeof startApp>>

/** Adds a registry and fails when a decision is owed. */
export const addRegistry = async (
  { call }: AppRig,
  address: string,
  signIn: Input<'registries.add'>['signIn'] = { kind: 'anonymous' },
  decisions: Input<'registries.add'>['decisions'] = {},
) => {
  const added = await call('registries.add', { address, signIn, decisions })
  if (added.result !== 'ok') throw new Error(`owes a decision: ${added.decision}`)
  return added.registry
}
