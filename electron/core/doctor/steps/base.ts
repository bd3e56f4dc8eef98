import { parseChallenges } from '../../oci/base/challenge.ts'
import { baseRequest, isRegistry } from '../../oci/auth/discovery.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import { saw, type StepSuccess } from '../observation.ts'
import type { Wire } from '../wire.ts'

/** `GET /v2/` as nobody: whether a registry answers, and whether it asks who we are. */
export const askBase = async (
  wire: Wire,
  signal: AbortSignal,
): Promise<StepSuccess<HttpResponse>> => {
  const response = await wire.send(baseRequest(wire.registry, wire.userAgent, signal))
  const { status, headers } = response
  if (status === 401) return saw('registry-asks', { status }, response)
  if (status !== 200 || !(await isRegistry(response, wire.send))) {
    throw wire.translate(response, { action: 'ping', params: { host: wire.endpoint.host } })
  }
  const asks = parseChallenges(headers.all('www-authenticate')).length > 0
  return saw(asks ? 'registry-open-and-asks' : 'registry', { status }, response)
}
