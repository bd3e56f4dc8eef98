import { randomBytes } from 'node:crypto'
import { afterEach } from 'vitest'
import { createSecret } from '../../../electron/core/http/base/secret.ts'
import {
  createRegistryClient,
  type RegistryClientOptions,
} from '../../../electron/core/oci/registry-client.ts'
import type { RegistryClient } from '../../../electron/core/oci/types.ts'
import type { Digest } from '../../../shared/model/digest.ts'
import { mediaType } from '../../../shared/model/media-types.ts'
import {
  type FaultRegistry,
  startFaultRegistry,
  startSink,
} from '../../support/fault-registry/fault-registry.ts'
import type { TlsFiles } from '../../support/fault-registry/http-server.ts'
import { sha256 } from '../../support/fault-registry/memory-registry.ts'
import { realClock } from '../../support/fault-registry/test-clock.ts'

/** A signal that nobody aborts. */
export const never = new AbortController().signal

const running: Array<() => Promise<void>> = []

afterEach(async () => {
  await Promise.all(running.splice(0).map(stop => stop()))
})

const stopAfterTest = <T extends { stop(): Promise<void> }>(server: T): T => {
  running.push(() => server.stop())
  return server
}

export const faultRegistry = async (tls?: TlsFiles): Promise<FaultRegistry> =>
  stopAfterTest(await startFaultRegistry(tls))

export const sink = async (...args: Parameters<typeof startSink>) =>
  stopAfterTest(await startSink(...args))

export type Canary = { readonly username: string; readonly password: string }

/** A sign-in that is told from all others. */
export const newCanary = (): Canary => ({
  username: `canary-${randomBytes(6).toString('hex')}`,
  password: `pw-${randomBytes(12).toString('base64url')}`,
})

type Overrides = Partial<Omit<RegistryClientOptions, 'endpoint'>> & {
  readonly signIn?: Canary | undefined
  readonly https?: boolean
}

export const clientFor = (
  { host }: { readonly host: string },
  { signIn, https = false, ...overrides }: Overrides = {},
): RegistryClient => {
  const client = createRegistryClient({
    endpoint: { host, plainHttp: !https },
    credentials: async () =>
      signIn && { username: signIn.username, secret: createSecret(signIn.password) },
    userAgent: 'Chartroom/test',
    clock: realClock,
    trustRealm: () => false,
    ...overrides,
  })
  running.push(() => client.close())
  return client
}

export const collect = async (pages: AsyncGenerator<{ names: readonly string[] }, unknown>) => {
  const names: string[] = []
  for await (const page of pages) names.push(...page.names)
  return names
}

/** All names, how many were skipped, and how the listing ended. */
export const collectAll = async (
  pages: AsyncGenerator<
    { readonly names: readonly string[]; readonly skipped: number },
    { readonly truncated: boolean }
  >,
) => {
  const names: string[] = []
  let skipped = 0
  for (;;) {
    const step = await pages.next()
    if (step.done) return { names, skipped, truncated: step.value.truncated }
    names.push(...step.value.names)
    skipped += step.value.skipped
  }
}

export const describeBytes = (bytes: Uint8Array, type: string = mediaType.helmChart) => ({
  mediaType: type,
  digest: sha256(bytes) as Digest,
  sizeBytes: bytes.byteLength,
})

export const encode = (text: string) => new TextEncoder().encode(text)

export const manifestBytes = (note = '') =>
  Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      config: {
        mediaType: mediaType.helmConfig,
        digest: sha256(encode('{}')),
        size: 2,
      },
      layers: [],
      annotations: { note },
    }),
  )

/** Copies what it receives; can start over. */
export const memorySink = () => {
  let chunks: Buffer[] = []
  let restarts = 0
  const receive = Object.assign(
    (batch: readonly Uint8Array[]) => {
      chunks.push(...batch.map(chunk => Buffer.from(chunk)))
    },
    {
      restart: () => {
        chunks = []
        restarts++
      },
    },
  )
  return { receive, bytes: () => Buffer.concat(chunks), restarts: () => restarts }
}

/** The error that this rejects with, as far as people see it. */
export const failureOf = async (promise: Promise<unknown>) => {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('it did not fail')
}
