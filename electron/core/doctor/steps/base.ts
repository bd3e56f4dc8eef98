import { AppError } from '../../../../shared/errors.ts'
import { parseChallenges } from '../../oci/auth/challenge.ts'
import { baseRequest, isRegistry } from '../../oci/auth/discovery.ts'
import type { HttpResponse } from '../../oci/http/http-types.ts'
import { failed, saw, type Sight } from '../sight.ts'
import type { Wire } from '../wire.ts'

/** A registry that wants no requests for a while gets none, whoever asks. Throws a failed step while that lasts. */
export const requireAsked = (host: string, quietMs: number): void => {
  if (quietMs <= 0) return
  const details = { retryAfterMs: quietMs }
  const error = new AppError('rate-limited', 'try-later', { host }, { details })
  throw failed('still-quiet', { seconds: Math.ceil(quietMs / 1000) }, error)
}

/** `GET /v2/` as nobody: whether a registry answers, and whether it asks who we are. */
export const askBase = async (wire: Wire, signal: AbortSignal): Promise<Sight<HttpResponse>> => {
  const response = await wire.send(baseRequest(wire.registry, wire.userAgent, signal))
  const { status, headers } = response
  if (status === 401) return saw('registry-asks', { status }, response)
  if (status !== 200 || !(await isRegistry(response, wire.send))) {
    throw wire.translate(response, { action: 'ping', params: { host: wire.endpoint.host } })
  }
  const asks = parseChallenges(headers.all('www-authenticate')).length > 0
  return saw(asks ? 'registry-open-and-asks' : 'registry', { status }, response)
}
