import { connect, type Socket } from 'node:net'

/** One HTTP/1.1 answer, as it came over the socket. */
export type RawAnswer = {
  /** 0 when the connection ended without an answer. */
  readonly status: number
  /** Lower-case names; repeated ones joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly text: string
}

/** Sends exactly these bytes and reads the answer to the first request in them. */
export const sendRaw = (port: number, bytes: string | Buffer): Promise<RawAnswer> =>
  readAnswer(openRaw(port, bytes))

export const openRaw = (port: number, bytes: string | Buffer): Socket => {
  const socket = connect(port, '127.0.0.1')
  // A host that refuses early may reset what is still being sent.
  socket.on('error', () => {})
  socket.write(bytes)
  return socket
}

export const readAnswer = (socket: Socket): Promise<RawAnswer> =>
  new Promise(resolve => {
    let received = Buffer.alloc(0)
    const finish = () => {
      socket.destroy()
      resolve(parseAnswer(received))
    }
    socket.on('data', chunk => {
      received = Buffer.concat([received, chunk])
      if (isWhole(received)) finish()
    })
    socket.on('close', finish)
  })

/** A request as lines, with a body that its Content-Length fits. */
export const request = (
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): string => {
  const length =
    body === '' && method === 'GET' ? {} : { 'Content-Length': Buffer.byteLength(body) }
  const lines = Object.entries({ ...length, ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return [`${method} ${target} HTTP/1.1`, ...lines, '', body].join('\r\n')
}

const headEnd = '\r\n\r\n'

const isWhole = (received: Buffer): boolean => {
  const end = received.indexOf(headEnd)
  if (end === -1) return false
  const { status, headers } = parseAnswer(received)
  if (status === 101) return true
  return received.length - end - headEnd.length >= Number(headers['content-length'] ?? Infinity)
}

const parseAnswer = (received: Buffer): RawAnswer => {
  const text = received.toString('latin1')
  const end = text.indexOf(headEnd)
  const [statusLine = '', ...lines] = (end === -1 ? text : text.slice(0, end)).split('\r\n')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase()
    const value = line.slice(line.indexOf(':') + 1).trim()
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value
  }
  return {
    status: Number(statusLine.split(' ')[1] ?? 0),
    headers,
    body: end === -1 ? '' : text.slice(end + headEnd.length),
    text,
  }
}
