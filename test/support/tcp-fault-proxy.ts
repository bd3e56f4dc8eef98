import { connect, createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** What happens to the bytes of one request or its answer once `atByte` of them went through. */
export type TcpFault = {
  /** Counted from 0 over all connections. */
  readonly request: number
  readonly side: 'request' | 'answer'
  readonly atByte: number
  /** `truncate` ends the connection as if all had been said; `slow` lets the rest through in crumbs. */
  readonly kind: 'reset' | 'truncate' | 'stall' | 'slow'
}

export type TcpFaultProxy = {
  /** `127.0.0.1:port` */
  readonly host: string
  /** First lines of the requests since the last `arm`. */
  readonly requests: readonly string[]
  /** Counts from 0 again. Each fault strikes once. */
  arm(fault: TcpFault | undefined): void
  readonly struck: boolean
  stop(): Promise<void>
}

const crumbBytes = 24

/**
 * A TCP proxy before a real registry that breaks one chosen connection at one chosen byte. Requests are told apart
 * by turns: our client sends one at a time on a connection, so bytes after an answer begin the next.
 */
export const startTcpFaultProxy = async (upstream: string): Promise<TcpFaultProxy> => {
  const [hostname = '', port = ''] = upstream.split(':')
  const sockets = new Set<Socket>()
  let armed: TcpFault | undefined
  let struck = false
  const requests: string[] = []

  const relay = (client: Socket) => {
    const server = connect(Number(port), hostname)
    let turn: 'request' | 'answer' = 'answer'
    let passed = 0
    let fault: TcpFault | undefined
    let isStalled = false
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => {})
    }
    const end = () => {
      client.destroy()
      server.destroy()
    }
    const strike = (kind: TcpFault['kind']) => {
      struck = true
      if (kind === 'stall') isStalled = true
      else if (kind === 'reset') {
        client.resetAndDestroy()
        server.destroy()
      } else if (kind === 'truncate') {
        client.end()
        server.destroy()
      }
    }
    const pass = (side: 'request' | 'answer', bytes: Buffer, to: Socket) => {
      if (isStalled) return
      if (side !== turn) {
        turn = side
        passed = 0
        if (side === 'request') {
          fault = armed?.request === requests.length ? armed : undefined
          requests.push(bytes.toString('latin1').split('\r\n', 1)[0] ?? '')
        }
      }
      const before = passed
      passed += bytes.length
      if (fault?.side !== side || passed <= fault.atByte) return void to.write(bytes)
      const { kind, atByte } = fault
      if (kind === 'slow') {
        struck = true
        for (let at = 0; at < bytes.length; at += crumbBytes)
          to.write(bytes.subarray(at, at + crumbBytes))
        return
      }
      fault = undefined
      // The registry, or the client, has what came before the fault.
      to.write(bytes.subarray(0, Math.max(0, atByte - before)), () => strike(kind))
      isStalled = true
    }
    client.setNoDelay(true)
    server.setNoDelay(true)
    client.on('data', bytes => pass('request', bytes, server))
    server.on('data', bytes => pass('answer', bytes, client))
    client.on('close', end)
    server.on('close', () => isStalled || end())
  }

  const listener = createServer(relay)
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  const { port: ownPort } = listener.address() as AddressInfo
  return {
    host: `127.0.0.1:${ownPort}`,
    requests,
    arm: fault => {
      armed = fault
      struck = false
      requests.length = 0
    },
    get struck() {
      return struck
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => listener.close(resolve))
    },
  }
}
