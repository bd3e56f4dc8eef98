import type { OutgoingHttpHeaders } from 'node:http'

/** One request as it arrived at one host, read whole. */
export type SimulatedRequest = {
  readonly host: string
  readonly method: string
  /** Path and query, byte for byte. */
  readonly target: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}

export type Answer = {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer | string
}

export type Handle = (request: SimulatedRequest) => Promise<Answer>

/** Answers, changes what goes on or what comes back, or leaves it all to the next. */
export type Hook = (request: SimulatedRequest, next: Handle) => Promise<Answer> | Answer

/** The hooks in order, the built-in registry behind the last. */
export const compose = (hooks: readonly Hook[], last: Handle): Handle =>
  hooks.reduceRight<Handle>((next, hook) => async request => hook(request, next), last)

export const json = (status: number, body: unknown, headers: OutgoingHttpHeaders = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

export const text = (status: number, body: string, headers: OutgoingHttpHeaders = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
  body,
})

/** The error body of the distribution specification. */
export const refuse = (
  status: number,
  code: string,
  message: string,
  headers: OutgoingHttpHeaders = {},
): Answer => json(status, { errors: [{ code, message }] }, headers)

/** What Go's router says where nothing is. */
export const noSuchPage = text(404, '404 page not found\n')

/** A hook for requests whose `METHOD /path` fits. */
export const on =
  (
    pattern: RegExp,
    answer: (
      request: SimulatedRequest,
      match: RegExpExecArray,
      next: Handle,
    ) => Promise<Answer> | Answer,
  ): Hook =>
  (request, next) => {
    const match = pattern.exec(`${request.method} ${request.path}`)
    return match ? answer(request, match, next) : next(request)
  }

export const repositoryOf = (path: string): string | undefined =>
  /^\/v2\/(.+?)\/(?:manifests|blobs|tags|referrers)(?:\/|$)/.exec(path)?.[1]
