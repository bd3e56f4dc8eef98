import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Seen = { readonly method: string; readonly path: string }

/** What to do with a request on its way: nothing, hold it, or answer something else. */
export type Fault =
  | { readonly kind: 'hold' }
  /** The registry gets it, the client gets no answer until `release`. */
  | { readonly kind: 'hold-answer' }
  | { readonly kind: 'drop-answer' }
  /** The client gets so many bytes of the answer and then none until `release`. */
  | { readonly kind: 'hold-body'; readonly afterBytes: number }
  /** The registry never sees it. */
  | { readonly kind: 'answer'; readonly status: number; readonly headers?: Record<string, string> }
  | { readonly kind: 'change-body'; readonly change: (bytes: Buffer) => Buffer }

export type HttpTap = {
  /** `127.0.0.1:port` */
  readonly host: string
  readonly seen: Seen[]
  fault?: (request: Seen) => Fault | undefined
  /** Resolves when a request was held. */
  held(): Promise<Seen>
  release(): void
  stop(): Promise<void>
}

/** An HTTP proxy before a real registry that records every request and spoils chosen ones. */
export const startHttpTap = async (upstreamHost: string): Promise<HttpTap> => {
  const agent = new Agent({ keepAlive: true })
  const seen: Seen[] = []
  let holding = Promise.withResolvers<Seen>()
  let gate = Promise.withResolvers<void>()
  const tap: HttpTap = {
    host: '',
    seen,
    held: () => holding.promise,
    release: () => {
      gate.resolve()
      gate = Promise.withResolvers()
      holding = Promise.withResolvers()
    },
    stop: async () => {
      gate.resolve()
      server.closeAllConnections()
      agent.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
  const server = createServer((incoming, outgoing) => {
    const one = { method: incoming.method ?? '', path: incoming.url ?? '' }
    seen.push(one)
    void relay(incoming, outgoing, tap.fault?.(one), one)
  })
  const relay = async (
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    fault: Fault | undefined,
    one: Seen,
  ) => {
    if (fault?.kind === 'answer') {
      incoming.resume()
      return void outgoing.writeHead(fault.status, fault.headers).end()
    }
    if (fault?.kind === 'hold') {
      holding.resolve(one)
      await gate.promise
    }
    const upstream = request(`http://${upstreamHost}${incoming.url}`, {
      method: incoming.method,
      headers: { ...incoming.headers, host: upstreamHost },
      agent,
    })
    incoming.pipe(upstream)
    upstream.on('error', () => outgoing.destroy())
    incoming.on('close', () => incoming.complete || upstream.destroy())
    upstream.on('response', async answer => {
      if (fault?.kind === 'drop-answer') return outgoing.destroy()
      if (fault?.kind === 'hold-answer') {
        holding.resolve(one)
        await gate.promise
      }
      const { location, ...headers } = answer.headers
      const changed = location?.replace(`http://${upstreamHost}`, `http://${tap.host}`)
      outgoing.writeHead(answer.statusCode ?? 500, {
        ...headers,
        ...(changed !== undefined && { location: changed }),
      })
      if (fault?.kind !== 'change-body' && fault?.kind !== 'hold-body') {
        return void answer.pipe(outgoing)
      }
      const chunks: Buffer[] = []
      for await (const chunk of answer) chunks.push(chunk)
      const body = Buffer.concat(chunks)
      if (fault.kind === 'change-body') return void outgoing.end(fault.change(body))
      outgoing.write(body.subarray(0, fault.afterBytes))
      holding.resolve(one)
      await gate.promise
      outgoing.end(body.subarray(fault.afterBytes))
    })
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(tap, { host: `127.0.0.1:${(server.address() as AddressInfo).port}` })
}
