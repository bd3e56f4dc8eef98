import { isAppError } from '../../../shared/errors.ts'
import { isTag } from '../../../shared/model/tag.ts'
import type { Vendor } from '../../../shared/model/vendor.ts'
import { repositoryScope } from '../oci/auth/scope.ts'
import type { HttpResponse } from '../http/base/http-types.ts'
import { nextPage } from '../oci/listing/next-page.ts'
import { firstPageSize } from '../oci/listing/page-size.ts'
import { readNames } from '../oci/listing/read-names.ts'
import type { RegistryClient } from '../oci/types.ts'
import type { Finding } from './capability-sheet.ts'
import { askHarborQuota } from './harbor-quota.ts'
import { readRateLimit } from './rate-limit.ts'

/** What is known already, so that a probe asks for something that exists. */
export type ProbeTarget = {
  readonly repository: string | undefined
  /** Of that repository, in the order it listed them. */
  readonly tags: readonly string[]
  /** As it said itself; some tell more by their own API. */
  readonly vendor?: Vendor | undefined
}

type Probe = (client: RegistryClient, known: ProbeTarget, signal: AbortSignal) => Promise<Finding>

const found = (
  name: Finding['name'],
  state: Finding['state'],
  value: string,
  params: Finding['params'] = {},
): Finding => ({ name, state, value, params, foundBy: 'probe' })

const notYet = (name: Finding['name']): Finding => ({
  ...found(name, 'unknown', 'unknown'),
  foundBy: 'nothing',
})

/** One tag asked for: a registry that pages gives one and a link. Without `n` where that is refused. */
export const probeTagPaging: Probe = async (client, { repository, tags }, signal) => {
  if (repository === undefined) return notYet('tag-paging')
  const mayAsk = firstPageSize(client.endpoint.host) !== undefined
  const asked = mayAsk ? await read(client, repository, 'tags/list?n=1', signal) : undefined
  const isRefused = asked === undefined || asked.status >= 400
  const response = isRefused ? await read(client, repository, 'tags/list', signal) : asked
  if (response.status !== 200) return notYet('tag-paging')
  const { names, count } = readNames(response, 'tags', isTag, new Set(), client.endpoint.host)
  if (nextPage(response, count) === 'end') {
    // Of one tag there is no second page anywhere.
    return names.length < 2 ? notYet('tag-paging') : found('tag-paging', 'works', 'one-answer')
  }
  return found('tag-paging', 'works', isOrdered(tags) ? 'link-header' : 'link-header-unordered')
}

// Code units, or the case-insensitive order that the specification also allows.
const isOrdered = (tags: readonly string[]): boolean => {
  const isSorted = (list: readonly string[]) =>
    list.every((tag, at) => at === 0 || (list[at - 1] ?? '') <= tag)
  return isSorted(tags) || isSorted(tags.map(tag => tag.toLowerCase()))
}

const noDigest = `sha256:${'0'.repeat(64)}`

/** Asks, as oras does, for the referrers of a digest that nothing has: docs/protocol.md, "The referrers API". */
export const probeReferrers: Probe = async (client, { repository }, signal) => {
  if (repository === undefined) return notYet('referrers')
  const response = await read(client, repository, `referrers/${noDigest}`, signal)
  const { status, headers, bytes } = response
  const isIndex = /^application\/vnd\.oci\.image\.index\.v1\+json\b/i.test(
    headers.get('content-type') ?? '',
  )
  if (status === 200 && isIndex) return found('referrers', 'works', 'api')
  if (status === 404 && new TextDecoder().decode(bytes).includes('NAME_UNKNOWN')) {
    return notYet('referrers')
  }
  if (status === 429 || status >= 500) return notYet('referrers')
  // A redirect too: GHCR leads to a web page of another host (artifacthub/hub#4785).
  return found('referrers', 'limited', 'tag-scheme')
}

/**
 * A HEAD tells how many pulls are left and is not counted: docs/protocol.md, "Too many requests". Harbor limits
 * storage.
 */
export const probeRateLimit: Probe = async (
  client,
  { repository, tags: [tag], vendor },
  signal,
) => {
  if (repository === undefined || tag === undefined) {
    return notYet('rate-limit')
  }
  const { headers } = await read(client, repository, `manifests/${tag}`, signal, 'HEAD')
  const left = readRateLimit(name => headers.get(name))
  if (left) return left
  const quota = vendor === 'harbor' && (await askHarborQuota(client, repository, signal))
  return quota || found('rate-limit', 'works', 'none-said')
}

const accepted = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
].join(', ')

const read = (
  client: RegistryClient,
  repository: string,
  rest: string,
  signal: AbortSignal,
  method: 'GET' | 'HEAD' = 'GET',
): Promise<HttpResponse> =>
  client.ask({
    method,
    path: `/v2/${repository}/${rest}`,
    scopes: [repositoryScope(repository, 'pull')],
    accept: method === 'HEAD' || rest.startsWith('referrers') ? accepted : 'application/json',
    limitBytes: 4 * 1024 * 1024,
    signal,
  })

const probes: readonly Probe[] = [probeTagPaging, probeReferrers, probeRateLimit]

/** One after the other; what one is refused says nothing of the next. Throws what ends all: unreachable, cancelled. */
export const runProbes = async (
  client: RegistryClient,
  known: ProbeTarget,
  signal: AbortSignal,
): Promise<Finding[]> => {
  const learnt: Finding[] = []
  for (const probe of probes) {
    try {
      learnt.push(await probe(client, known, signal))
    } catch (error) {
      if (!isAppError(error) || !passing.has(error.code)) throw error
    }
  }
  return learnt
}

const passing = new Set(['unauthorized', 'forbidden', 'not-found', 'unsupported', 'too-large'])
