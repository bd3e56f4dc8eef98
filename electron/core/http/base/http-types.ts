import type { Target } from './target.ts'

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type HttpRequest = {
  readonly method: Method
  readonly target: Target
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** Called for every try. */
  readonly body?: () => AsyncIterable<Uint8Array>
  readonly signal: AbortSignal
  /** A larger body of a success is refused; of a failure only the first 8 KiB are kept. */
  readonly limitBytes: number
  /** Hands out the body of a success as it comes, instead of `bytes`. */
  readonly streamed?: boolean
  /** Whether it may be sent again when nobody knows what became of it. GET and HEAD always may. */
  readonly repeatable?: boolean
  readonly callMs?: number
  /** User name that it is signed for; absent for anybody. */
  readonly as?: string
  /** What its bodies hold: `secrets`, of which only harmless fields are shown, or `content`, which is never shown. */
  readonly bodies?: 'secrets' | 'content'
  /** A redirect is an answer: nobody else is contacted. */
  readonly keepsRedirects?: boolean
}

export type HttpResponse = {
  readonly status: number
  readonly headers: ResponseHeaders
  /** The whole body; empty when streamed. */
  readonly bytes: Uint8Array
  readonly stream?: BodyStream
  readonly request: HttpRequest
  /** Where the answer came from, after redirects. */
  readonly url: URL
}

export type ResponseHeaders = {
  /** The first value. */
  get(name: string): string | undefined
  all(name: string): readonly string[]
  /** Every value with its lower-case name, in the order received. */
  entries(): ReadonlyArray<readonly [string, string]>
}

export type BodyStream = {
  /** A chunk is the receiver's until it asks for the next one: then its memory is used again. */
  readonly chunks: AsyncIterable<Uint8Array>
  /** Pauses the watch for silence while the receiver is busy, and resumes it. */
  readonly watch: BodyWatch
  /** Ends the exchange, whatever of it is left. */
  close(): void
}

/** The watch for silence over a body that is on its way. */
export type BodyWatch = {
  pause(): void
  resume(): void
  /** Whether it ended the exchange. */
  isExpired(): boolean
}

export type Send = (request: HttpRequest) => Promise<HttpResponse>
