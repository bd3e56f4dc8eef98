import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** Requests that may wait on one connection: who sends more ahead is cut off. */
const mostWaiting = 32

type Queue = { readonly waiting: (() => void)[]; isPaused: boolean }

export type OneAtATime = {
  readonly listener: RequestListener
  /** Whether an earlier request of this connection has no answer yet. */
  isBusy(socket: Duplex): boolean
}

/**
 * Answers the requests of a connection one after the other (RFC 9112, 9.3.2). Node starts every request that it has
 * read: thousands sent in one go would open as many files at once, whatever the limit of connections is.
 */
export const oneAtATime = (answer: RequestListener): OneAtATime => {
  const queues = new WeakMap<Duplex, Queue>()

  const start = (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    response.once('close', () => next(socket))
    answer(request, response as Parameters<RequestListener>[1])
  }

  const next = (socket: Duplex) => {
    const queue = queues.get(socket)
    const waiting = socket.destroyed ? undefined : queue?.waiting.shift()
    if (waiting) return waiting()
    queues.delete(socket)
    if (queue?.isPaused) socket.resume()
  }

  return {
    isBusy: socket => queues.has(socket),
    listener: (request, response) => {
      const { socket } = request
      const queue = queues.get(socket)
      if (queue === undefined) {
        queues.set(socket, { waiting: [], isPaused: false })
        return start(request, response)
      }
      if (queue.waiting.length >= mostWaiting) return void socket.destroy()
      queue.waiting.push(() => start(request, response))
      queue.isPaused = true
      socket.pause()
    },
  }
}
