import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  createLocalRegistry,
  type LocalRegistryOptions,
} from '../../../electron/core/local-registry/local-registry.ts'
import type { Logger } from '../../../electron/core/ports.ts'
import { type Digest, isDigest } from '../../../shared/model/digest.ts'

export type Answer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export type Call = (
  method: string,
  path: string,
  options?: { headers?: Record<string, string | string[]>; body?: Uint8Array | string },
) => Promise<Answer>

export const silentLogger: Logger = { file: '', log: () => {}, tail: () => Promise.resolve('') }

export const ociManifest = 'application/vnd.oci.image.manifest.v1+json'
export const ociIndex = 'application/vnd.oci.image.index.v1+json'

export const digestOf = (
  bytes: Uint8Array | string,
  algorithm: 'sha256' | 'sha512' = 'sha256',
): Digest => {
  const digest = `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
  if (!isDigest(digest)) throw new Error('not a digest')
  return digest
}

export const jsonOf = (answer: Answer): unknown => JSON.parse(answer.body.toString('utf8'))

/** The codes of an error body, or an error when the body is none. */
export const errorCodes = (answer: Answer): string[] => {
  const body = jsonOf(answer)
  if (typeof body !== 'object' || body === null || !('errors' in body)) throw new Error('no errors')
  return (body.errors as { code: string }[]).map(({ code }) => code)
}

export const createFolder = async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'chartroom-registry-'))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

export const createCall = (port: number, agent: Agent): Call => {
  return (method, target, { headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port,
          method,
          path: target,
          agent,
          headers: {
            ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
            ...headers,
          },
        },
        response => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            const status = response.statusCode ?? 0
            resolve({ status, headers: response.headers, body: Buffer.concat(chunks) })
          })
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
}

/** A registry of its own in a folder of its own (or the one given), on any port. */
export const startRegistry = async (options: Partial<LocalRegistryOptions> = {}) => {
  const own = options.dataDir === undefined ? await createFolder() : undefined
  const dataDir = options.dataDir ?? own?.folder ?? ''
  const registry = createLocalRegistry({
    port: 0,
    open: options.password === undefined,
    logger: silentLogger,
    ...options,
    dataDir,
  })
  const { port } = await registry.start()
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const call = createCall(port, agent)
  const stop = async () => {
    agent.destroy()
    await registry.stop()
  }
  return {
    registry,
    dataDir,
    port,
    call,
    stop,
    ...pushing(call),
    async [Symbol.asyncDispose]() {
      await stop()
      await own?.[Symbol.asyncDispose]()
    },
  }
}

const pushing = (call: Call) => {
  const pushBlob = async (
    repository: string,
    bytes: Uint8Array | string,
    digest = digestOf(bytes),
  ) => {
    const answer = await call('POST', `/v2/${repository}/blobs/uploads/?digest=${digest}`, {
      body: bytes,
    })
    if (answer.status !== 201) throw new Error(`push answered ${answer.status}: ${answer.body}`)
    return { mediaType: 'application/octet-stream', digest, size: Buffer.byteLength(bytes) }
  }
  const putManifest = (
    repository: string,
    reference: string,
    manifest: object,
    headers: Record<string, string> = {},
  ) => {
    const contentType = 'manifests' in manifest ? ociIndex : ociManifest
    return call('PUT', `/v2/${repository}/manifests/${reference}`, {
      body: JSON.stringify(manifest),
      headers: { 'Content-Type': contentType, ...headers },
    })
  }
  /** A manifest of one config and one layer of its own, under a tag. */
  const pushImage = async (repository: string, tag: string, extra: object = {}) => {
    const config = await pushBlob(repository, '{}')
    const layer = await pushBlob(repository, randomBytes(64))
    const manifest = { schemaVersion: 2, mediaType: ociManifest, config, layers: [layer], ...extra }
    const answer = await putManifest(repository, tag, manifest)
    const text = JSON.stringify(manifest)
    return { answer, manifest, text, digest: digestOf(text), config, layer }
  }
  return { pushBlob, putManifest, pushImage }
}

export type Rig = Awaited<ReturnType<typeof startRegistry>>
