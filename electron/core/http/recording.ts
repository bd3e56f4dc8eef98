import { randomUUID } from 'node:crypto'
import { isAppError } from '../../../shared/errors.ts'
import type { Clock } from '../ports.ts'
import type { BodyStream, HttpRequest, HttpResponse, Send } from './base/http-types.ts'
import { hidden } from './base/hide-patterns.ts'
import { escapeUnprintable, type Redactor } from './base/redaction.ts'
import { showBody, shownBodyBytes } from './shown-bodies.ts'

type Header = {
  readonly name: string
  readonly value: string
  /** The value is hidden, all of it or what is secret in it. */
  readonly hidden?: boolean
}

/**
 * One exchange with every secret already replaced: authorization, cookies, tokens in bodies, queries of signed
 * addresses. Bodies are text of at most 8 KiB.
 */
export type RecordedExchange = {
  readonly id: string
  readonly method: string
  readonly url: string
  /** User name that the request was signed for; absent for anonymous. */
  readonly as?: string
  readonly startedAtMs: number
  readonly tookMs: number
  readonly request: { readonly headers: Header[]; readonly body?: string }
  readonly response?: {
    readonly status: number
    readonly headers: Header[]
    readonly body?: string
    readonly bodyBytes: number
    readonly bodyCut: boolean
  }
  /** `code.reason` of what ended it, where there was no answer. */
  readonly failure?: string
}

export type OnExchange = (exchange: RecordedExchange) => void

/**
 * Tells of every exchange once it is over: each try and each hop is one. Secrets are replaced before anything is
 * told, and what is streamed is counted, not kept.
 */
export const withRecording =
  (send: Send, onExchange: OnExchange, clock: Clock, redactor: Redactor): Send =>
  async plain => {
    const startedAtMs = Math.round(clock.now())
    const startMs = clock.monotonicMs()
    const { request, sentText } = keepSentText(plain)
    const tell = (outcome: Pick<RecordedExchange, 'response' | 'failure'>) =>
      onExchange({
        id: randomUUID(),
        method: request.method,
        url: redactor.showUrl(request.target.url),
        ...(request.as !== undefined && { as: request.as }),
        startedAtMs,
        tookMs: clock.monotonicMs() - startMs,
        request: { headers: sentHeaders(request, redactor), ...bodyOf(sentText(redactor)) },
        ...outcome,
      })
    try {
      const response = await send(request)
      if (response.stream) return tellAtEnd(response, response.stream, redactor, tell)
      tell({ response: received(response, redactor) })
      return response
    } catch (error) {
      tell({ failure: isAppError(error) ? `${error.code}.${error.reason}` : 'unexpected.bug' })
      throw error
    }
  }

type Outcome = Pick<RecordedExchange, 'response' | 'failure'>

const bodyOf = (body: string | undefined) => (body === undefined ? {} : { body })

/** Keeps the start of a text while it is sent. Bytes say by their type that they are none. */
const keepSentText = (request: HttpRequest) => {
  const { body } = request
  const contentType = request.headers['content-type']
  if (!body || !contentType || contentType === 'application/octet-stream') {
    return { request, sentText: () => undefined }
  }
  let bytes = Buffer.alloc(0)
  const kept = async function* () {
    bytes = Buffer.alloc(0)
    for await (const chunk of body()) {
      const missing = shownBodyBytes - bytes.byteLength
      if (missing > 0) bytes = Buffer.concat([bytes, chunk.subarray(0, missing)])
      yield chunk
    }
  }
  const sentText = (redactor: Redactor) =>
    showBody({ bytes, contentType, kind: request.bodies }, redactor)
  return { request: { ...request, body: kept }, sentText }
}

const tellAtEnd = (
  response: HttpResponse,
  { chunks, watch, close }: BodyStream,
  redactor: Redactor,
  tell: (told: Outcome) => void,
): HttpResponse => {
  let bodyBytes = 0
  let isTold = false
  const counted = async function* () {
    for await (const chunk of chunks) {
      bodyBytes += chunk.byteLength
      yield chunk
    }
  }
  const closeAndTell = () => {
    close()
    if (isTold) return
    isTold = true
    const { status } = response
    const headers = receivedHeaders(response, redactor)
    tell({ response: { status, headers, bodyBytes, bodyCut: false } })
  }
  return { ...response, stream: { chunks: counted(), watch, close: closeAndTell } }
}

const received = (
  response: HttpResponse,
  redactor: Redactor,
): NonNullable<RecordedExchange['response']> => {
  const { status, headers, bytes, request } = response
  const contentType = headers.get('content-type')
  const body = showBody({ bytes, contentType, kind: request.bodies }, redactor)
  const stated = request.method === 'HEAD' ? 0 : Number(headers.get('content-length') ?? 0)
  // Of an error only the start was read.
  const bodyBytes = Math.max(bytes.byteLength, Number.isSafeInteger(stated) ? stated : 0)
  const bodyCut = body !== undefined && bodyBytes > shownBodyBytes
  return {
    status,
    headers: receivedHeaders(response, redactor),
    ...bodyOf(body),
    bodyBytes,
    bodyCut,
  }
}

const sentHeaders = ({ target, headers }: HttpRequest, redactor: Redactor): Header[] => [
  { name: 'host', value: target.url.host },
  ...Object.entries({ 'accept-encoding': 'identity', ...headers }).map(([name, value]) =>
    showHeader(name, value, redactor),
  ),
]

const receivedHeaders = ({ headers }: HttpResponse, redactor: Redactor): Header[] =>
  headers.entries().map(([name, value]) => showHeader(name, value, redactor))

// Vendors name theirs as they like: PRIVATE-TOKEN, X-Api-Key, X-JFrog-Art-Api, X-Amz-Security-Token.
const secretHeader =
  /token|secret|password|api-?key|art-api|session|credential|signature|cookie|(?:^|-)auth(?:$|-)/

const showHeader = (name: string, value: string, redactor: Redactor): Header => {
  if (name === 'authorization' || name === 'proxy-authorization') {
    const scheme = /^(?:basic|bearer|jwt) /i.exec(value)?.[0] ?? ''
    return { name, value: `${scheme}${hidden}`, hidden: true }
  }
  if (name === 'set-cookie') {
    return {
      name,
      value: `${scrub(value.split('=', 1)[0] ?? '', redactor)}=${hidden}`,
      hidden: true,
    }
  }
  if (secretHeader.test(name)) return { name, value: hidden, hidden: true }
  return { name, value: scrub(value, redactor) }
}

const scrub = (text: string, redactor: Redactor) => escapeUnprintable(redactor.scrub(text))
