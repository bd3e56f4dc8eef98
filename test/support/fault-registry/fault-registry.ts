import type { ServerResponse } from 'node:http'
import { type RecordedRequest, startServer, type TestServer, type TlsFiles } from './http-server.ts'
import { createMemoryRegistry, type MemoryRegistry, send } from './memory-registry.ts'

/** Answers the `call`-th request (from 1) that fits, or hands it on to the honest registry by `pass()`. */
export type Fault = (exchange: {
  readonly request: RecordedRequest
  readonly response: ServerResponse
  readonly call: number
  pass(): void
}) => void | Promise<void>

export type FaultRegistry = TestServer &
  Pick<MemoryRegistry, 'addBlob' | 'addManifest' | 'blobs' | 'manifest' | 'uploads'> & {
    /**
     * Takes over requests whose `METHOD path?query` fits: `on(/^GET .*_catalog/, …)`. Later ones go first;
     * `times` bounds how often, after which the registry is honest again.
     */
    on(pattern: RegExp, fault: Fault, times?: number): void
    /** `METHOD path` of everything received that fits. */
    log(pattern?: RegExp): string[]
  }

type Script = { readonly pattern: RegExp; readonly fault: Fault; left: number; calls: number }

/** An honest registry in memory that can be told, request by request, to misbehave. */
export const startFaultRegistry = async (tls?: TlsFiles): Promise<FaultRegistry> => {
  const memory = createMemoryRegistry()
  const scripts: Script[] = []
  const server = await startServer(async (request, response) => {
    const line = `${request.method} ${request.path}`
    const script = scripts.find(({ pattern, left }) => left > 0 && pattern.test(line))
    if (!script) return memory.handle(request, response)
    script.left--
    const call = ++script.calls
    await script.fault({ request, response, call, pass: () => memory.handle(request, response) })
  }, tls)
  const { addBlob, addManifest, blobs, manifest, uploads } = memory
  return {
    ...server,
    addBlob,
    addManifest,
    blobs,
    manifest,
    uploads,
    on: (pattern, fault, times = Infinity) => {
      scripts.unshift({ pattern, fault, left: times, calls: 0 })
    },
    log: pattern =>
      server.requests
        .map(({ method, path }) => `${method} ${path}`)
        .filter(line => pattern?.test(line) ?? true),
  }
}

/** A second origin that takes everything and keeps it: what arrives here has leaked. */
export const startSink = (
  answer: (response: ServerResponse) => void = response => send(response, 200, {}),
  tls?: TlsFiles,
): Promise<TestServer> => startServer((_request, response) => answer(response), tls)

/** Answers with this status, body and headers. */
export const reply =
  (
    status: number,
    body?: unknown,
    headers: Readonly<Record<string, string | string[]>> = {},
  ): Fault =>
  ({ response }) =>
    send(response, status, body, headers)

/** Writes these bytes instead of an HTTP answer of Node's making, then ends the connection. */
export const raw =
  (...parts: ReadonlyArray<string | Uint8Array>): Fault =>
  ({ response }) => {
    for (const part of parts) response.socket?.write(part)
    response.socket?.end()
  }

/** As `raw`, but the connection is reset. */
export const reset =
  (...parts: ReadonlyArray<string | Uint8Array>): Fault =>
  ({ response }) => {
    const { socket } = response
    if (parts.length === 0) socket?.resetAndDestroy()
    parts.forEach((part, index) =>
      socket?.write(part, () => index === parts.length - 1 && socket.resetAndDestroy()),
    )
  }

/** Never answers. */
export const silence: Fault = () => undefined
