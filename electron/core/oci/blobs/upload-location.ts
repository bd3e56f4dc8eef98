import { AppError } from '../../../../shared/errors.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import { isSameOrigin, parseTarget, type Target } from '../../http/base/target.ts'

/**
 * Where an upload goes on. It must stay at the registry: same host and effective port, and not from https to http,
 * or a hostile registry could send our bytes and sign-in elsewhere (GHSA-jxpm-75mh-9fp7).
 */
export const uploadLocation = (response: HttpResponse, registry: URL, host: string): Target => {
  const location = response.headers.get('location')
  if (location === undefined) throw new AppError('unsupported', 'malformed-answer', { host })
  const target = parseTarget(location, response.url)
  if (!target || !isSameOrigin(target.url, registry)) {
    const shown = target ? `${target.url.protocol}//${target.url.host}` : '?'
    throw new AppError('unsupported', 'unsafe-upload-location', { host, target: shown })
  }
  return target
}
