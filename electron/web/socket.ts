import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import type { Frame } from '../../shared/ipc/frames.ts'
import {
  pageProtocolPrefix,
  pieceLength,
  rebuiltCode,
  sessionEndedCode,
  socketProtocol,
  type ServerMessage,
} from '../../shared/ipc/socket-messages.ts'
import type { Dispatch } from '../core/dispatcher.ts'
import type { Session } from './access.ts'
import { readClientMessage } from './client-message.ts'
import type { WebLimits } from './limits.ts'

/** The page token that an upgrade offers as its second subprotocol: a browser can set no header there. */
export const offeredPage = ({ headers }: IncomingMessage): string | undefined => {
  const [protocol, page, ...rest] = (headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map(part => part.trim())
  if (protocol !== socketProtocol || !page?.startsWith(pageProtocolPrefix) || rest.length > 0)
    return undefined
  return page.slice(pageProtocolPrefix.length)
}

const protocolError = 1008
const goingAway = 1001

/** Serves all calls of one page; whatever ends the socket cancels them. */
export const serveSocket = (
  socket: WebSocket,
  session: Session,
  dispatch: Dispatch,
  limits: WebLimits,
  touch: () => void,
): void => {
  const calls = new Map<number, AbortController>()

  const start = (number: number, request: unknown) => {
    if (calls.has(number) || calls.size >= limits.callsPerSocket)
      return socket.close(protocolError, 'too-many-calls')
    const controller = new AbortController()
    calls.set(number, controller)
    const send = (frame: Frame) => sendFrame(socket, number, frame, limits)
    void dispatch(request, send, controller.signal).finally(() => calls.delete(number))
  }
  const hangUp = (number: number) => calls.get(number)?.abort()

  socket.on('message', (data, isBinary) => {
    const message = isBinary ? undefined : readClientMessage(String(data))
    if (message === undefined) return socket.close(protocolError, 'malformed-message')
    touch()
    if ('call' in message) start(message.call, message.request)
    else hangUp(message.hangUp)
  })
  const stopPings = keepAlive(socket, limits.pingMs)
  const leave = () => socket.close(sessionEndedCode, 'session-ended')
  session.ended.signal.addEventListener('abort', leave, { once: true })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    stopPings()
    session.ended.signal.removeEventListener('abort', leave)
    for (const controller of calls.values()) controller.abort()
  })
}

/** The page's files were built anew: it loads itself again, and its session goes on. */
export const reloadPage = (socket: WebSocket): void => socket.close(rebuiltCode, 'rebuilt')

/** The host is ending: pages learn it at once instead of by a timeout. */
export const closeSocket = (socket: WebSocket): void => socket.close(goingAway, 'host-gone')

const sendFrame = (socket: WebSocket, call: number, frame: Frame, limits: WebLimits) => {
  if (socket.readyState !== socket.OPEN) return
  // A page that asks and never reads must not fill the host's memory.
  if (socket.bufferedAmount > limits.unsentBytes) return socket.terminate()
  for (const message of splitFrame(call, frame)) socket.send(JSON.stringify(message))
}

/** No message is larger than 1 MiB, whatever a result is. */
export const splitFrame = (call: number, frame: Frame): ServerMessage[] => {
  const text = JSON.stringify(frame)
  const count = Math.ceil(text.length / pieceLength)
  return Array.from({ length: count }, (_, index) => ({
    call,
    text: text.slice(index * pieceLength, (index + 1) * pieceLength),
    last: index === count - 1,
  }))
}

/** A browser that went to sleep, or a forwarded line that broke, ends its calls here too. */
const keepAlive = (socket: WebSocket, everyMs: number) => {
  let isAlive = true
  socket.on('pong', () => (isAlive = true))
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
  }, everyMs)
  return () => clearInterval(timer)
}
