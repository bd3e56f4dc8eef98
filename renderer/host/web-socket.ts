import {
  pageProtocolPrefix,
  rebuiltCode,
  sessionEndedCode,
  socketProtocol,
  type ClientMessage,
  type ServerMessage,
} from '../../shared/ipc/socket-messages.ts'
import type { Frame, Open, Request } from '../../shared/ipc/frames.ts'
import type { Session } from './session.ts'

type ActiveCall = {
  readonly request: Request
  readonly onFrame: (frame: Frame) => void
  readonly onClose: () => void
  pieces: string
}

export type SocketOptions = {
  readonly session: Session
  readonly connect: (protocols: string[]) => WebSocket
  /** Asks over plain HTTP whether the session still lives: a refused upgrade tells a page nothing. */
  readonly isSessionAlive: (pageToken: string) => Promise<boolean>
  readonly reload: () => void
}

/**
 * Carries all calls of this page over one socket. When it is lost, running calls end through `onClose`, because
 * nobody knows how far a write came; the next call opens a new one.
 */
export const createSocketOpen = (options: SocketOptions): Open => {
  let lastNumber = 0
  let line: Line | undefined
  return (request, onFrame, onClose) => {
    line = line?.isUsable() ? line : openLine(options)
    const number = ++lastNumber
    return line.start(number, { request, onFrame, onClose, pieces: '' })
  }
}

type Line = {
  isUsable(): boolean
  start(number: number, call: ActiveCall): () => void
}

const openLine = ({ session, connect, isSessionAlive, reload }: SocketOptions): Line => {
  const calls = new Map<number, ActiveCall>()
  let socket: WebSocket | undefined
  let isLost = false

  const lose = () => {
    isLost = true
    const lost = [...calls.values()]
    calls.clear()
    for (const call of lost) call.onClose()
  }
  const send = (message: ClientMessage) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }
  const open = async () => {
    const token = await session.pageToken()
    if (token === undefined) return lose()
    socket = connect([socketProtocol, pageProtocolPrefix + token])
    let wasOpen = false
    socket.onopen = () => {
      wasOpen = true
      for (const [number, call] of calls) send({ call: number, request: call.request })
    }
    socket.onmessage = ({ data }: MessageEvent<string>) => receive(calls, data)
    socket.onclose = async ({ code }) => {
      lose()
      if (code === sessionEndedCode) session.end()
      if (code === rebuiltCode) reload()
      if (!wasOpen && !(await isSessionAlive(token))) session.end()
    }
  }
  void open().catch(lose)

  return {
    isUsable: () => !isLost,
    start: (number, call) => {
      calls.set(number, call)
      send({ call: number, request: call.request })
      return () => {
        if (calls.delete(number)) send({ hangUp: number })
      }
    },
  }
}

const receive = (calls: Map<number, ActiveCall>, data: string) => {
  // Our own host, which validated every value against the contract before it sent it.
  const message = JSON.parse(data) as ServerMessage
  const call = calls.get(message.call)
  if (call === undefined) return
  call.pieces += message.text
  if (!message.last) return
  const frame = JSON.parse(call.pieces) as Frame
  call.pieces = ''
  if (frame.type !== 'progress') calls.delete(message.call)
  call.onFrame(frame)
}
