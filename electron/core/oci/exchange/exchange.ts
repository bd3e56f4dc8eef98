import { AppError } from '../../../../shared/errors.ts'
import type { AuthorizedRequest, AuthorizedSend } from '../auth/authorizer.ts'
import type { Scope } from '../auth/scope.ts'
import type { HttpResponse, Method } from '../../http/base/http-types.ts'
import { limits } from '../../http/base/limits.ts'
import { parseTarget, type Target } from '../../http/base/target.ts'

export type Call = {
  readonly method: Method
  /** `/v2/…`, or what the registry named. */
  readonly target: string | Target
  readonly scopes: readonly Scope[]
  readonly signal: AbortSignal
  readonly accept?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: () => AsyncIterable<Uint8Array>
  readonly limitBytes?: number
  readonly streamed?: boolean
  readonly repeatable?: boolean
  readonly restartsItself?: boolean
  readonly callMs?: number
  readonly keepsRedirects?: boolean
  readonly bodies?: 'secrets' | 'content'
}

/** One authorized request to this registry. Resolves with whatever status came; throws `cancelled` when aborted. */
export type Exchange = (call: Call) => Promise<HttpResponse>

export const createExchange = (
  registry: URL,
  userAgent: string,
  closed: AbortSignal,
  send: AuthorizedSend,
  onResponse: (response: HttpResponse) => void,
): Exchange => {
  const targetOf = (target: string | Target): Target => {
    const parsed = typeof target === 'string' ? parseTarget(target, registry) : target
    if (!parsed) throw new AppError('invalid-input', 'malformed-request')
    return parsed
  }
  return async call => {
    const { target, accept, headers, signal, limitBytes, ...rest } = call
    const request: AuthorizedRequest = {
      ...rest,
      target: targetOf(target),
      headers: {
        accept: accept ?? 'application/json',
        'user-agent': userAgent,
        ...headers,
      },
      signal: AbortSignal.any([signal, closed]),
      limitBytes: limitBytes ?? limits.errorBytes,
    }
    try {
      const response = await send(request)
      onResponse(response)
      return response
    } catch (error) {
      // Whatever the abort broke, the caller asked for it.
      if (request.signal.aborted) throw new AppError('cancelled', 'by-user')
      throw error
    }
  }
}
