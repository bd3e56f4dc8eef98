import { AppError } from '../../../../shared/errors.ts'
import { isTag } from '../../../../shared/model/tag.ts'
import { baseRequest } from '../../oci/auth/discovery.ts'
import type { HttpRequest } from '../../http/base/http-types.ts'
import { registryLimits } from '../../oci/base/limits.ts'
import { parseTarget } from '../../http/base/target.ts'
import { nextPage } from '../../oci/listing/next-page.ts'
import { readNames } from '../../oci/listing/read-names.ts'
import { saw, skipped, type StepSuccess } from '../observation.ts'
import type { Wire } from '../wire.ts'
import type { Signature } from './token.ts'

/** Lists the first page of tags; without a repository, asks whether `/v2/` takes what the steps before gave. */
export const listTags = async (
  wire: Wire,
  repository: string | undefined,
  signature: Signature,
  signal: AbortSignal,
): Promise<StepSuccess<number | undefined>> => {
  const { host } = wire.endpoint
  if (repository === undefined) return askBaseAgain(wire, signature, signal)
  const target = parseTarget(`/v2/${repository}/tags/list`, wire.registry)
  if (!target) throw new AppError('not-found', 'repository', { host, repository })
  const base = baseRequest(wire.registry, wire.userAgent, signal)
  const request = { ...base, target, limitBytes: registryLimits.pageBytes }
  const response = await wire.sendOn(signed(request, signature))
  const { status } = response
  if (status !== 200) {
    const context = { params: { host, repository }, signedIn: signature.as !== undefined }
    throw wire.translate(response, { action: 'tags', ...context })
  }
  const { names, count } = readNames(response, 'tags', isTag, new Set(), host)
  const params = { repository, count: names.length, status }
  const isWhole = nextPage(response, count) === 'end'
  return saw(isWhole ? 'tags' : 'tags-first-page', params, isWhole ? names.length : undefined)
}

const askBaseAgain = async (
  wire: Wire,
  signature: Signature,
  signal: AbortSignal,
): Promise<StepSuccess<undefined>> => {
  // With Basic, which was tried at /v2/, and without a sign-in there is nothing new to ask.
  if (signature.token === undefined) return skipped('repository-unnamed', {}, undefined)
  const request = baseRequest(wire.registry, wire.userAgent, signal)
  const response = await wire.send(signed(request, signature))
  const { status } = response
  if (status === 200) return saw('repository-unnamed-accepted', { status }, undefined)
  const context = { params: { host: wire.endpoint.host }, signedIn: signature.as !== undefined }
  throw wire.translate(response, { action: 'ping', ...context })
}

const signed = (request: HttpRequest, { authorization, as }: Signature): HttpRequest => ({
  ...request,
  ...(authorization !== undefined && { headers: { ...request.headers, authorization } }),
  ...(as !== undefined && { as }),
})
