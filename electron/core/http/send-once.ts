import type { Readable } from 'node:stream'
import { AppError, isAppError } from '../../../shared/errors.ts'
import type { Connections } from './connect/connections.ts'
import type { HttpRequest, HttpResponse, Send } from './base/http-types.ts'
import { limits } from './base/limits.ts'
import { countHeaders, createResponseHeaders } from './base/response-headers.ts'
import type { StallGuard, StallWatch } from './stall-guard.ts'
import { errorFromTransport } from './base/transport-errors.ts'

/** One exchange, nothing followed, nothing repeated. Throws AppError, with `cancelled` for the caller's own abort. */
export const createSendOnce =
  (connections: Connections, stalls: StallWatch): Send =>
  async request => {
    if (request.signal.aborted) throw new AppError('cancelled', 'by-user')
    const guard = stalls.start(boundOfCall(request), request.signal)
    try {
      const raw = await dispatch(connections, request, guard)
      const response = await receive(request, raw, guard)
      if (!response.stream) guard.stop()
      return response
    } catch (error) {
      guard.stop()
      throw asAppError(error, request, guard)
    }
  }

// A transfer takes as long as it moves; everything else is one wait of a person.
const boundOfCall = (request: HttpRequest) =>
  request.callMs ?? (request.streamed || request.body ? undefined : limits.callMs)

type RawAnswer = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: AsyncIterable<Uint8Array>
  readonly destroy: () => void
}

const dispatch = async (
  connections: Connections,
  request: HttpRequest,
  guard: StallGuard,
): Promise<RawAnswer> => {
  const { target, method, headers, body } = request
  if (!body) guard.awaitAnswer(limits.headersMs)
  const connection = connections.for(target.url)
  const options = {
    origin: target.url.origin,
    path: target.path,
    method,
    headers: { 'accept-encoding': 'identity', ...headers },
    // undici takes what can be iterated, and waits with the next chunk until this one is with the system; its types say
    // less than its documentation.
    body: body ? (watchedBody(body(), guard) as AsyncIterable<Uint8Array> as Readable) : null,
    signal: guard.signal,
  }
  if (request.streamed) {
    const { body: received, ...answer } = await connection.stream({
      ...options,
      onReceived: guard.received,
    })
    return { ...answer, body: received.chunks, destroy: received.destroy }
  }
  const { body: readable, ...answer } = await connection.request(options)
  // What goes wrong after we have turned away from a body is of no interest, and must not end the process.
  readable.on('error', () => undefined)
  return { ...answer, body: watched(readable, guard), destroy: () => void readable.destroy() }
}

async function* watched(chunks: AsyncIterable<Uint8Array>, guard: StallGuard) {
  for await (const chunk of chunks) {
    guard.received(chunk.byteLength)
    yield chunk
  }
}

/** Only what the other side does counts: the source may come over the network itself, with a watch of its own. */
async function* watchedBody(source: AsyncIterable<Uint8Array>, guard: StallGuard) {
  guard.pause()
  for await (const chunk of source) {
    guard.resume()
    yield chunk
    guard.received(chunk.byteLength)
    guard.pause()
  }
  guard.resume()
  guard.awaitAnswer(limits.uploadAnswerMs)
}

const receive = async (
  request: HttpRequest,
  raw: RawAnswer,
  guard: StallGuard,
): Promise<HttpResponse> => {
  guard.answered()
  const { statusCode: status, body, destroy } = raw
  if (countHeaders(raw.headers) > limits.headerCount) {
    destroy()
    throw malformed(request)
  }
  const headers = createResponseHeaders(raw.headers)
  const common = { status, headers, request, url: request.target.url }
  const encoding = headers.get('content-encoding')
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    destroy()
    // Never inflated: 50 KiB can become 50 MiB, and digests are over the bytes as stored.
    if (status < 300) throw encodingRefused(request, encoding)
    return { ...common, bytes: new Uint8Array() }
  }
  if (request.streamed && status < 300) {
    const close = () => {
      guard.stop()
      destroy()
    }
    return { ...common, bytes: new Uint8Array(), stream: { chunks: body, watch: guard, close } }
  }
  const bytes = await readBytes(body, request, status)
  return { ...common, bytes }
}

const readBytes = async (
  body: AsyncIterable<Uint8Array>,
  request: HttpRequest,
  status: number,
): Promise<Uint8Array> => {
  const failed = status >= 300
  const limitBytes = failed ? limits.errorBytes : request.limitBytes
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength
    // The memory of what is streamed is used again.
    chunks.push(request.streamed ? Buffer.from(chunk) : chunk)
    // Leaving the loop destroys the body, and the connection with it.
    if (sizeBytes > limitBytes) break
  }
  if (sizeBytes > limitBytes && !failed) throw tooLarge(request, limitBytes)
  return Buffer.concat(chunks).subarray(0, limitBytes)
}

const hostOf = (request: HttpRequest) => request.target.url.host

const malformed = (request: HttpRequest) =>
  new AppError('unsupported', 'malformed-answer', { host: hostOf(request) })

const encodingRefused = (request: HttpRequest, encoding: string) =>
  new AppError('unsupported', 'content-encoding', {
    host: hostOf(request),
    encoding: encoding.slice(0, 60),
  })

const tooLarge = (request: HttpRequest, limitBytes: number) =>
  new AppError('too-large', 'response', { host: hostOf(request), limitBytes })

/** Also for what ends a streamed body. */
export const asAppError = (
  error: unknown,
  request: HttpRequest,
  guard: { isExpired(): boolean },
): AppError => {
  if (request.signal.aborted) return new AppError('cancelled', 'by-user')
  if (guard.isExpired()) {
    return new AppError('unreachable', 'timed-out', { host: hostOf(request) })
  }
  return isAppError(error) ? error : errorFromTransport(error, hostOf(request))
}
