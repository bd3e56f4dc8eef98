import { isAppError } from '../../../../shared/errors.ts'
import { type Digest, digestAlgorithm, digestHex } from '../../../../shared/model/digest.ts'
import { mediaType } from '../../../../shared/model/media-types.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import { registryLimits } from '../base/limits.ts'
import { parseTarget, type Target } from '../../http/base/target.ts'
import { nextPage } from '../listing/next-page.ts'
import { type ManifestDescriptor, parseManifest } from './manifest.ts'
import { readErrorBody } from '../dictionary/oci-errors.ts'
import {
  pullScopes,
  repositoryParams,
  repositoryPath,
  type RepositoryContext,
} from '../exchange/repository-context.ts'
import { readManifest } from './read-manifest.ts'

/** `via`: whether the registry lists them itself, or whoever pushed them keeps an index under a tag of the digest. */
export type Referrers = {
  readonly manifests: readonly ManifestDescriptor[]
  readonly via: 'api' | 'tag'
}

type Options = { readonly signal: AbortSignal; readonly artifactType?: string }

/**
 * By the referrers API; where there is none, from the index that clients keep under a tag of the digest
 * (distribution spec, "Listing Referrers" and "Referrers Tag Schema").
 */
export const listReferrers = async (
  context: RepositoryContext,
  digest: Digest,
  options: Options,
): Promise<Referrers> => {
  const listed = context.referrersApi.isMissing
    ? undefined
    : await listByApi(context, digest, options)
  return listed
    ? { manifests: listed, via: 'api' }
    : { manifests: await listByTag(context, digest, options), via: 'tag' }
}

/** Undefined where there is no such API. */
const listByApi = async (
  context: RepositoryContext,
  digest: Digest,
  { signal, artifactType }: Options,
): Promise<ManifestDescriptor[] | undefined> => {
  const query =
    artifactType === undefined ? '' : `?artifactType=${encodeURIComponent(artifactType)}`
  const path = repositoryPath(context, `referrers/${digest}${query}`)
  const found: ManifestDescriptor[] = []
  const visited = new Set<string>()
  let next: Target | undefined = parseTarget(path, context.registry)
  while (next && !visited.has(next.path) && visited.size < registryLimits.pages) {
    visited.add(next.path)
    const response = await ask(context, next, signal)
    const page = pageOf(response)
    if (page === undefined) {
      if (visited.size === 1 && isNoApi(context, response)) return undefined
      const params = repositoryParams(context, { reference: digest })
      throw context.translate(response, { action: 'manifest', params })
    }
    found.push(...page.filter(one => isFiltered(response) || mayBe(one, artifactType)))
    const following = nextPage(response, page.length)
    next = typeof following === 'string' ? undefined : following
  }
  return found
}

const ask = (
  context: RepositoryContext,
  target: Target,
  signal: AbortSignal,
): Promise<HttpResponse> =>
  context.exchange({
    method: 'GET',
    target,
    scopes: pullScopes(context),
    accept: mediaType.ociIndex,
    limitBytes: registryLimits.pageBytes,
    // GHCR leads to a web page of another host.
    keepsRedirects: true,
    signal,
  })

const pageOf = ({ status, headers, bytes }: HttpResponse) => {
  const type = (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (status !== 200 || type !== mediaType.ociIndex) return undefined
  const index = parseManifest(bytes)
  return index.kind === 'index' ? index.manifests : undefined
}

/** Anything but an index says so, unless it says that the repository is missing, or only not now or not to us. */
const isNoApi = ({ referrersApi }: RepositoryContext, response: HttpResponse): boolean => {
  const { status, bytes } = response
  const { codes } = readErrorBody(bytes)
  if (codes.includes('NAME_UNKNOWN')) return false
  const isNone = status < 400 || [400, 404, 405, 501].includes(status)
  // This answer speaks of the one manifest, so it says nothing about the API.
  if (isNone && !codes.includes('MANIFEST_UNKNOWN')) referrersApi.isMissing = true
  return isNone
}

const isFiltered = ({ headers }: HttpResponse): boolean =>
  headers.all('oci-filters-applied').some(value => value.includes('artifactType'))

const unsaid: ReadonlySet<string | undefined> = new Set([
  undefined,
  // What GHCR's indexes say of any artifact.
  'application/vnd.oci.empty.v1+json',
])

const mayBe = ({ artifactType }: ManifestDescriptor, wanted: string | undefined): boolean =>
  wanted === undefined || artifactType === wanted || unsaid.has(artifactType)

const listByTag = async (
  context: RepositoryContext,
  digest: Digest,
  { signal, artifactType }: Options,
): Promise<ManifestDescriptor[]> => {
  try {
    const { bytes } = await readManifest(context, referrersTag(digest), { signal })
    const index = parseManifest(bytes)
    if (index.kind !== 'index') return []
    return index.manifests.filter(one => mayBe(one, artifactType))
  } catch (error) {
    if (isAppError(error) && error.code === 'not-found') return []
    throw error
  }
}

/** Of sha512, too, no more than a tag has room for. */
export const referrersTag = (digest: Digest): string =>
  `${digestAlgorithm(digest)}-${digestHex(digest).slice(0, 64)}`
