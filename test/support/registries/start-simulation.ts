import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createSecureContext } from 'node:tls'
import { createTestAuthority, type TestAuthority } from '../fault-registry/test-certificates.ts'
import { type Rig, startRegistry } from '../local-registry/registry-rig.ts'
import { type Answer, compose, type Handle, type SimulatedRequest } from './exchange.ts'
import type { Simulated, Simulator } from './simulator.ts'

export type Simulation = Simulated & {
  /** `http://127.0.0.1:port`: a proxy behind which every host name of the vendor lives, and nothing else. */
  readonly proxy: string
  /** PEM of the authority that vouches for these hosts. */
  readonly authority: string
  /** Everything received, whole, with the host it was for. */
  readonly requests: readonly SimulatedRequest[]
  /** Hosts asked for that this vendor does not have. */
  readonly strangers: readonly string[]
  /** The built-in registry behind it all, past every hook. */
  readonly registry: Rig
  stop(): Promise<void>
}

let authority: TestAuthority | undefined
const contexts = new Map<string, ReturnType<typeof createSecureContext>>()

const contextFor = (host: string) => {
  authority ??= createTestAuthority()
  const context = contexts.get(host) ?? createSecureContext(authority.issue(host))
  contexts.set(host, context)
  return context
}

/** A vendor's hosts over TLS, reached as a proxy reaches them, with the built-in registry behind the hooks. */
export const startSimulation = async (simulator: Simulator): Promise<Simulation> => {
  authority ??= createTestAuthority()
  const registry = await startRegistry()
  const local = forwardTo(registry)
  const simulated = simulator.start(local)
  const handlers = new Map(
    Object.entries(simulated.hosts).map(([host, hooks]) => [host, compose(hooks, local)]),
  )
  const requests: SimulatedRequest[] = []
  const strangers: string[] = []
  const sockets = new Set<Duplex>()

  const inside = createTlsServer(
    { SNICallback: (name, done) => done(null, contextFor(name)) },
    (incoming, outgoing) => void answer(incoming, outgoing, handlers, requests),
  )
  const proxy = createServer((_incoming, outgoing) => void outgoing.writeHead(502).end())
  proxy.on('connect', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    const [, host = '', port] = /^(.*):(\d+)$/.exec(incoming.url ?? '') ?? []
    if (port !== '443' || !handlers.has(host)) {
      strangers.push(incoming.url ?? '')
      return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    if (head.length > 0) socket.unshift(head)
    inside.emit('connection', socket)
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  return {
    ...simulated,
    proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    authority: authority.certificate,
    requests,
    strangers,
    registry,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      proxy.closeAllConnections()
      await new Promise(resolve => proxy.close(resolve))
      await registry[Symbol.asyncDispose]()
    },
  }
}

const notForwarded = new Set(['host', 'authorization', 'connection', 'transfer-encoding'])

/** The built-in registry, open to all: who may do what is for the hooks. */
const forwardTo =
  (registry: Rig): Handle =>
  async ({ method, target, headers, body }) => {
    const kept = Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || notForwarded.has(name) ? [] : [[name, value]],
    )
    const answered = await registry.call(method, target, {
      headers: Object.fromEntries(kept),
      ...(body.byteLength > 0 && { body }),
    })
    const { connection: _connection, 'keep-alive': _keepAlive, ...rest } = answered.headers
    return { ...answered, headers: rest }
  }

const read = async (incoming: IncomingMessage): Promise<SimulatedRequest> => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const target = incoming.url ?? '/'
  const host = (incoming.headers.host ?? '').replace(/:443$/, '')
  const url = new URL(target, `https://${host}`)
  return {
    host,
    method: incoming.method ?? '',
    target,
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, value?.toString()]),
    ),
    body: Buffer.concat(chunks),
  }
}

const answer = async (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handlers: ReadonlyMap<string, Handle>,
  requests: SimulatedRequest[],
) => {
  outgoing.on('error', () => undefined)
  try {
    const request = await read(incoming)
    requests.push(request)
    const handle = handlers.get(request.host)
    send(outgoing, request, handle ? await handle(request) : undefined)
  } catch (error) {
    // A hook that throws is a fault of the simulator: the client must not take it for an answer of the vendor's.
    if (!outgoing.headersSent) outgoing.writeHead(599)
    outgoing.end(String(error))
  }
}

const send = (outgoing: ServerResponse, { method }: SimulatedRequest, answered?: Answer) => {
  const { status, headers, body } = answered ?? { status: 421, headers: {}, body: '' }
  const length = Buffer.byteLength(body)
  outgoing.writeHead(status, {
    ...headers,
    ...(method !== 'HEAD' && status !== 204 && { 'content-length': length }),
  })
  outgoing.end(method === 'HEAD' ? undefined : body)
}
