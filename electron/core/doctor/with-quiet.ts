import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../ports.ts'
import type { Send } from '../http/base/http-types.ts'
import type { Quiet } from '../http/quiet-hosts.ts'
import { isAboutLoad, passingStatus } from '../http/retry.ts'
import { parseRetryAfter } from '../http/base/retry-after.ts'
import { failed } from './observation.ts'

/**
 * A host that wants no requests for a while gets none, whoever asks: the step fails instead. What is said of that to
 * the doctor holds for everybody else too.
 */
export const withQuiet =
  (send: Send, quiet: Quiet, clock: Clock): Send =>
  async request => {
    const { url } = request.target
    const leftMs = quiet.leftMs(url)
    if (leftMs > 0) throw stillQuiet(url.host, leftMs)
    const response = await send(request)
    const askedMs = parseRetryAfter(response.headers.get('retry-after'), clock.now())
    if (!passingStatus.has(response.status)) quiet.end(request, response)
    else if (askedMs !== undefined && isAboutLoad(response, askedMs)) quiet.begin(response, askedMs)
    return response
  }

const stillQuiet = (host: string, leftMs: number) => {
  const details = { retryAfterMs: leftMs }
  const error = new AppError('rate-limited', 'try-later', { host }, { details })
  return failed('still-quiet', { seconds: Math.ceil(leftMs / 1000) }, error)
}
