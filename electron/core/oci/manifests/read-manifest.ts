import { createHash } from 'node:crypto'
import { AppError } from '../../../../shared/errors.ts'
import { type Digest, digestAlgorithm, parseDigest } from '../../../../shared/model/digest.ts'
import { manifestAccept, mediaType } from '../../../../shared/model/media-types.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import { registryLimits } from '../base/limits.ts'
import { isPage } from '../../http/base/response-headers.ts'
import { tryReadJson } from '../../json/read-json.ts'
import { webPageInstead } from '../base/web-page-instead.ts'
import { manifestMediaType, parseManifestObject } from './manifest.ts'
import {
  pullScopes,
  repositoryParams,
  repositoryPath,
  type RepositoryContext,
} from '../exchange/repository-context.ts'
import type { Descriptor, Manifest } from '../base/content.ts'

type Options = { readonly signal: AbortSignal }

const callManifest = (
  context: RepositoryContext,
  method: 'GET' | 'HEAD',
  reference: string,
  { signal }: Options,
): Promise<HttpResponse> =>
  context.exchange({
    method,
    target: repositoryPath(context, `manifests/${reference}`),
    scopes: pullScopes(context),
    accept: manifestAccept,
    limitBytes: registryLimits.manifestBytes,
    signal,
  })

export const readManifest = async (
  context: RepositoryContext,
  reference: string,
  options: Options,
): Promise<Manifest> => {
  const response = await callManifest(context, 'GET', reference, options)
  if (response.status !== 200) {
    const params = repositoryParams(context, { reference })
    throw context.translate(response, { action: 'manifest', params })
  }
  const { bytes } = response
  // Some registries send JSON as text/html by mistake; it is read all the same.
  if (isPage(response) && tryReadJson(bytes) === undefined) {
    throw webPageInstead(context.host, 'manifest')
  }
  const digest = verifiedDigest(context, reference, response)
  return { digest, mediaType: agreedMediaType(context, response), bytes }
}

/**
 * HEAD, which costs no pull at Docker Hub. GET where HEAD does not tell all: older registries leave the digest out,
 * some refuse HEAD, and a failed HEAD has no words.
 */
export const resolveManifest = async (
  context: RepositoryContext,
  reference: string,
  options: Options,
): Promise<Descriptor> => {
  const response = await callManifest(context, 'HEAD', reference, options)
  const descriptor =
    response.status === 200 ? descriptorOf(context, reference, response) : undefined
  if (descriptor) return descriptor
  const { digest, mediaType: type, bytes } = await readManifest(context, reference, options)
  return { mediaType: type, digest, sizeBytes: bytes.byteLength }
}

const descriptorOf = (
  context: RepositoryContext,
  reference: string,
  { headers }: HttpResponse,
): Descriptor | undefined => {
  const stated = parseDigest(headers.get('docker-content-digest') ?? '')
  const length = headers.get('content-length') ?? ''
  const type = bareType(headers.get('content-type'))
  if (!stated || !/^\d{1,15}$/.test(length) || !specificTypes.has(type)) return undefined
  const asked = parseDigest(reference)
  if (asked && digestAlgorithm(asked) !== digestAlgorithm(stated)) return undefined
  if (asked && asked !== stated) throw mismatch(context, asked, stated)
  return { mediaType: type, digest: stated, sizeBytes: Number(length) }
}

/**
 * The digest of the bytes, by the algorithm that was asked for or promised. A header is only compared, never believed.
 */
const verifiedDigest = (
  context: RepositoryContext,
  reference: string,
  { headers, bytes }: HttpResponse,
): Digest => {
  const asked = parseDigest(reference)
  const stated = parseDigest(headers.get('docker-content-digest') ?? '')
  const expected = asked ?? stated
  const received = digestOf(bytes, expected ? digestAlgorithm(expected) : 'sha256')
  if (expected && expected !== received) throw mismatch(context, expected, received)
  return received
}

export const digestOf = (bytes: Uint8Array, algorithm: 'sha256' | 'sha512' = 'sha256'): Digest =>
  `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}` as Digest

const mismatch = (context: RepositoryContext, promised: Digest, received: Digest): AppError =>
  new AppError('integrity', 'digest-mismatch', repositoryParams(context), {
    details: { promisedDigest: promised, receivedDigest: received },
  })

// Other types, such as text/plain, say nothing: some registries send them for manifests (docs/protocol.md, "Reading
// manifests").
const specificTypes: ReadonlySet<string> = new Set([
  mediaType.ociManifest,
  mediaType.ociIndex,
  mediaType.dockerManifest,
  mediaType.dockerManifestList,
  mediaType.ociArtifactManifest,
])

const bareType = (contentType: string | undefined): string =>
  (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

/** A body that calls itself one thing and is sent as another can be read in two ways (CVE-2021-41190). */
const agreedMediaType = (context: RepositoryContext, { headers, bytes }: HttpResponse): string => {
  const answered = bareType(headers.get('content-type'))
  const body = parseManifestObject(bytes)
  const said = body['mediaType']
  const isSaid = typeof said === 'string' && said !== ''
  if (isSaid && specificTypes.has(answered) && said !== answered) {
    const params = repositoryParams(context, { answered, stated: said.slice(0, 120) })
    throw new AppError('unsupported', 'media-type-mismatch', params)
  }
  if (isSaid) return said
  return specificTypes.has(answered) ? answered : manifestMediaType(body)
}
