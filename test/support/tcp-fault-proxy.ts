import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export type Side = 'request' | 'answer'

/** What happens to the bytes of one request or its answer once `atByte` of them went through. */
export type TcpFault = {
  /** Counted from 0 over all connections. */
  readonly request: number
  readonly side: Side
  readonly atByte: number
  /** `truncate` ends the connection as if all had been said; `slow` lets the rest through in crumbs, with pauses. */
  readonly kind: 'reset' | 'truncate' | 'stall' | 'slow'
}

/** One request as it went through, and how many bytes it and its answer had. */
export type PassedRequest = { readonly line: string; request: number; answer: number }

export type TcpFaultProxy = {
  /** `127.0.0.1:port` */
  readonly host: string
  /** Those since the last `arm`. */
  readonly requests: readonly PassedRequest[]
  /** Counts from 0 again. Each fault strikes once. */
  arm(fault: TcpFault | undefined): void
  readonly struck: boolean
  /** A connection stands still, and its client has not left it yet. */
  readonly stalls: boolean
  stop(): Promise<void>
}

const crumbBytes = 100
/** Of the wall: the client's clock may run faster, and takes it for longer. */
const crumbPauseMs = 2

/**
 * A TCP proxy before a real registry that breaks one chosen connection at one chosen byte. Requests are told apart
 * by turns: our client sends one at a time on a connection, so bytes after an answer begin the next.
 */
export const startTcpFaultProxy = async (upstream: string): Promise<TcpFaultProxy> => {
  const [hostname = '', port = ''] = upstream.split(':')
  const sockets = new Set<Socket>()
  const stalled = new Set<Socket>()
  let armed: TcpFault | undefined
  let struck = false
  let requests: PassedRequest[] = []

  const relay = (client: Socket) => {
    const server = connect(Number(port), hostname)
    let turn: Side = 'answer'
    let current: PassedRequest | undefined
    let fault: TcpFault | undefined
    let isBroken = false
    /** Crumbs on their way, before anything that comes after them. */
    let crumbs = Promise.resolve()
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => {})
    }
    const end = () => {
      client.destroy()
      server.destroy()
    }
    const strike = (kind: 'reset' | 'truncate' | 'stall') => {
      struck = true
      if (kind === 'stall') return void stalled.add(client)
      if (kind === 'reset') client.resetAndDestroy()
      else client.end()
      server.destroy()
    }
    const trickle = async (bytes: Buffer, to: Socket) => {
      for (let at = 0; at < bytes.length && !to.destroyed; at += crumbBytes) {
        await pause(crumbPauseMs)
        to.write(bytes.subarray(at, at + crumbBytes))
      }
    }
    const pass = (side: Side, bytes: Buffer, to: Socket) => {
      if (isBroken) return
      if (side !== turn) {
        turn = side
        if (side === 'request') {
          fault = armed?.request === requests.length ? armed : undefined
          const line = bytes.toString('latin1').split('\r\n', 1)[0] ?? ''
          current = { line, request: 0, answer: 0 }
          requests.push(current)
        }
      }
      if (!current) return
      const before = current[side]
      current[side] += bytes.length
      if (fault?.side !== side || current[side] <= fault.atByte) return void to.write(bytes)
      const { kind, atByte } = fault
      // What came before the fault is through.
      const first = bytes.subarray(0, Math.max(0, atByte - before))
      if (kind !== 'slow') {
        isBroken = true
        return void to.write(first, () => strike(kind))
      }
      struck = true
      if (first.length > 0) to.write(first)
      crumbs = crumbs.then(() => trickle(bytes.subarray(first.length), to))
    }
    client.on('data', bytes => pass('request', bytes, server))
    server.on('data', bytes => pass('answer', bytes, client))
    client.on('close', () => {
      stalled.delete(client)
      end()
    })
    server.on('close', () => isBroken || void crumbs.then(end))
  }

  const listener = createServer(relay)
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  const { port: ownPort } = listener.address() as AddressInfo
  return {
    host: `127.0.0.1:${ownPort}`,
    get requests() {
      return requests
    },
    arm: fault => {
      armed = fault
      struck = false
      requests = []
    },
    get struck() {
      return struck
    },
    get stalls() {
      return stalled.size > 0
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => listener.close(resolve))
    },
  }
}
