import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { createReceivedBody, type ReceivedBody } from './received-body.ts'
import type { Tap } from '../base/tap.ts'
import type { TappedOptions } from './tapped-client.ts'

export type StreamRequest = Omit<Dispatcher.RequestOptions, 'signal'> & {
  readonly signal: AbortSignal
  /** Told of what arrives of the body, at once. */
  readonly onReceived?: (byteCount: number) => void
}

export type StreamAnswer = {
  readonly statusCode: number
  readonly headers: IncomingHttpHeaders
  readonly body: ReceivedBody
}

/** A shorter body is read in the usual way: keeping its connection is worth more than the time that is won. */
const takenFromBytes = 1024 * 1024

/**
 * Sends a request and hands out its body as it comes. undici's parser reads the head, and the body where its length
 * is not known; a long body of known length is read from the connection directly, which ends with it.
 */
export const openStream = (
  dispatcher: Dispatcher,
  { signal, onReceived, ...options }: StreamRequest,
): Promise<StreamAnswer> =>
  new Promise((resolve, reject) => {
    let tap: Tap | undefined
    let body: ReceivedBody | undefined
    let isTaken = false
    let isOver = false
    let running: Dispatcher.DispatchController | undefined

    const abort = () => {
      const error = new Error('aborted')
      reject(error)
      running?.abort(error)
    }
    const over = () => {
      isOver = true
      signal.removeEventListener('abort', abort)
    }
    const bodyOf = (controller: Dispatcher.DispatchController, lengthBytes: number | undefined) =>
      createReceivedBody({
        lengthBytes,
        ...(onReceived && { onReceived }),
        source: {
          resume: () => (isTaken ? tap?.resume() : controller.resume()),
          // The parser still waits for what it was not given.
          complete: () => isTaken && controller.abort(new Error('complete')),
          abandon: () => isOver || controller.abort(new Error('abandoned')),
        },
      })

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: controller => {
        running = controller
        if (signal.aborted) abort()
      },
      onResponseStart: (controller, statusCode, headers) => {
        if (statusCode < 200) return
        const lengthBytes = lengthOf(headers)
        body = bodyOf(controller, lengthBytes)
        isTaken = mayBeTaken(statusCode, headers, lengthBytes) && tap?.take(body) === true
        resolve({ statusCode, headers, body })
      },
      onResponseData: (controller, chunk) => {
        if (body?.receive(chunk) === false && !isTaken) controller.pause()
      },
      onResponseEnd: () => {
        over()
        body?.end()
      },
      onResponseError: (_controller, error) => {
        over()
        body?.fail(error)
        reject(error)
      },
    }
    const tapped: TappedOptions = { ...options, onTap: found => (tap = found) }
    signal.addEventListener('abort', abort, { once: true })
    dispatcher.dispatch(tapped, handler)
  })

const lengthOf = (headers: IncomingHttpHeaders): number | undefined => {
  const text = headers['content-length']
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

const mayBeTaken = (
  statusCode: number,
  headers: IncomingHttpHeaders,
  lengthBytes: number | undefined,
): boolean =>
  (statusCode === 200 || statusCode === 206) &&
  lengthBytes !== undefined &&
  lengthBytes >= takenFromBytes &&
  headers['transfer-encoding'] === undefined
