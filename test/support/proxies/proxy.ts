import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, isIP, type AddressInfo, type Socket } from 'node:net'
import { connect as connectTls, createSecureContext, TLSSocket } from 'node:tls'
import type { Duplex } from 'node:stream'
import type { Authority } from '../tls/authority.ts'

export type ProxyOptions = {
  /** Where names lead to; what is not named goes where it says. */
  readonly hosts?: Readonly<Record<string, string>>
  /** Asks for this sign-in. */
  readonly signIn?: { readonly username: string; readonly password: string }
  /** Looks into TLS: shows a certificate of this authority for every host, as a company's proxy does. */
  readonly intercept?: Authority
  /** Is itself spoken to over TLS. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Answers every CONNECT so. */
  readonly refuse?: number
}

/** What a proxy saw: for a tunnel only its head. */
export type Proxied = {
  readonly method: string
  /** `host:port` of a tunnel, else the whole address. */
  readonly target: string
  readonly headers: IncomingMessage['headers']
}

export type TestProxy = {
  /** `127.0.0.1:port` */
  readonly host: string
  readonly url: string
  readonly seen: readonly Proxied[]
  /** Everything that went through it as it could read it: bytes of both sides, decrypted when it intercepts. */
  readonly bytes: () => string
  stop(): Promise<void>
}

/** A forward proxy (RFC 9110 3.7): CONNECT, and the absolute form for plain HTTP. */
export const startProxy = async (options: ProxyOptions = {}): Promise<TestProxy> => {
  const seen: Proxied[] = []
  const passed: Buffer[] = []
  const sockets = new Set<Duplex>()
  const keep = (socket: Duplex) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // Tests break connections on purpose.
    socket.on('error', () => socket.destroy())
  }
  const note = (request: IncomingMessage) =>
    seen.push({
      method: request.method ?? '',
      target: request.url ?? '',
      headers: request.headers,
    })
  const mayPass = ({ headers }: IncomingMessage) => {
    if (!options.signIn) return true
    const { username, password } = options.signIn
    const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
    return headers['proxy-authorization'] === expected
  }
  const addressOf = (authority: string) => {
    const url = new URL(`http://${options.hosts?.[authority] ?? authority}`)
    return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 80) }
  }

  const listener: Parameters<typeof createServer>[1] = (incoming, response) => {
    note(incoming)
    if (!mayPass(incoming)) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="proxy"' }).end()
      return
    }
    const url = new URL(incoming.url ?? '')
    const { 'proxy-authorization': _, ...headers } = incoming.headers
    const address = addressOf(url.host)
    const { method } = incoming
    const path = url.pathname + url.search
    const onward = httpRequest({ ...address, method, path, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.writeHead(502).end())
    incoming.pipe(onward)
  }

  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener)
  server.on('connection', keep)
  server.on('connect', (incoming: IncomingMessage, client: Duplex) => {
    keep(client)
    note(incoming)
    const refused = mayPass(incoming) ? options.refuse : 407
    if (refused !== undefined) {
      client.end(`HTTP/1.1 ${refused} No\r\nproxy-authenticate: Basic realm="proxy"\r\n\r\n`)
      return
    }
    const target = incoming.url ?? ''
    const onward: Socket = connect(addressOf(target), () => {
      client.write('HTTP/1.1 200 Connected\r\n\r\n')
      const [near, far] = options.intercept
        ? intercepted(options.intercept, target, client, onward)
        : [client, onward]
      keep(near)
      keep(far)
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        from.on('data', (chunk: Buffer) => passed.push(chunk))
        from.pipe(to)
      }
    })
    keep(onward)
    onward.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: `${options.tls ? 'https' : 'http'}://${host}`,
    seen,
    bytes: () => Buffer.concat(passed).toString('latin1'),
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

const intercepted = (
  authority: Authority,
  target: string,
  client: Duplex,
  onward: Socket,
): [Duplex, Duplex] => {
  const name = target.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  const secureContext = createSecureContext(authority.issue({ names: [name] }))
  const near = new TLSSocket(client as Socket, { isServer: true, secureContext })
  const servername = isIP(name) === 0 ? { servername: name } : {}
  // Whether it looks at the registry's certificate is the company's affair; here nobody does.
  const far = connectTls({ socket: onward, rejectUnauthorized: false, ...servername })
  return [near, far]
}
