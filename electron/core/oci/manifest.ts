import { AppError } from '../../../shared/errors.ts'
import { isDigest } from '../../../shared/model/digest.ts'
import { mediaType } from '../../../shared/model/media-types.ts'
import { parseStrictJson, StrictJsonError } from './strict-json.ts'
import type { Descriptor } from './types.ts'

export type Annotations = Readonly<Record<string, string>>

export type ManifestDescriptor = Descriptor & {
  readonly annotations: Annotations
  readonly artifactType?: string
}

type Common = {
  readonly mediaType: string
  readonly artifactType?: string
  readonly annotations: Annotations
  readonly subject?: ManifestDescriptor
}

export type ParsedManifest = Common & {
  readonly kind: 'manifest'
  readonly config: ManifestDescriptor
  readonly layers: readonly ManifestDescriptor[]
}

export type ParsedIndex = Common & {
  readonly kind: 'index'
  readonly manifests: readonly ManifestDescriptor[]
}

type JsonObject = Readonly<Record<string, unknown>>

/**
 * Reads an OCI manifest or index (Docker's schema 2 too). Throws `unsupported` with `malformed-manifest`,
 * `ambiguous-manifest` (two readers could see different content) or `manifest-kind` (none of the two).
 */
export const parseManifest = (bytes: Uint8Array): ParsedManifest | ParsedIndex => {
  const body = parseManifestObject(bytes)
  if ('manifests' in body) {
    const manifests = readDescriptors(body['manifests'], 'manifests')
    return { kind: 'index', manifests, ...readCommon(body) }
  }
  if (!('layers' in body) || !('config' in body)) {
    throw new AppError('unsupported', 'manifest-kind', { mediaType: manifestMediaType(body) })
  }
  const config = readDescriptor(body['config'], 'config')
  const layers = readDescriptors(body['layers'], 'layers')
  return { kind: 'manifest', config, layers, ...readCommon(body) }
}

/** The bytes as one unambiguous JSON object; nothing is said of its other fields yet. */
export const parseManifestObject = (bytes: Uint8Array): JsonObject => {
  const body = parseBytes(bytes)
  if (!isObject(body)) throw malformed('')
  // image-spec: an index has no config and no layers, a manifest no manifests (CVE-2021-41190).
  if ('manifests' in body && ('layers' in body || 'config' in body)) {
    throw new AppError('unsupported', 'ambiguous-manifest')
  }
  return body
}

/** From the body where it says so, else from its shape; '' when it has neither. */
export const manifestMediaType = (body: JsonObject): string => {
  if (typeof body['mediaType'] === 'string' && body['mediaType'] !== '') return body['mediaType']
  if ('manifests' in body) return mediaType.ociIndex
  return 'layers' in body ? mediaType.ociManifest : ''
}

const parseBytes = (bytes: Uint8Array): unknown => {
  try {
    return parseStrictJson(bytes)
  } catch (error) {
    if (error instanceof StrictJsonError && error.problem === 'duplicate-key') {
      throw new AppError('unsupported', 'ambiguous-manifest')
    }
    throw malformed('')
  }
}

const readCommon = (body: JsonObject): Common => {
  const artifactType = readText(body['artifactType'], 'artifactType')
  const subject = body['subject'] ?? undefined
  return {
    mediaType: readText(body['mediaType'], 'mediaType') ?? manifestMediaType(body),
    annotations: readAnnotations(body['annotations'], 'annotations'),
    ...(artifactType !== undefined && { artifactType }),
    ...(subject !== undefined && { subject: readDescriptor(subject, 'subject') }),
  }
}

const readDescriptors = (value: unknown, field: string): ManifestDescriptor[] => {
  if (!Array.isArray(value)) throw malformed(field)
  return value.map((item, index) => readDescriptor(item, `${field}.${index}`))
}

const readDescriptor = (value: unknown, field: string): ManifestDescriptor => {
  if (!isObject(value)) throw malformed(field)
  const { mediaType: type, digest, size } = value
  if (typeof type !== 'string') throw malformed(`${field}.mediaType`)
  if (typeof digest !== 'string' || !isDigest(digest)) throw malformed(`${field}.digest`)
  // Above 2^53 the number read is not the number sent.
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw malformed(`${field}.size`)
  }
  const artifactType = readText(value['artifactType'], `${field}.artifactType`)
  return {
    mediaType: type,
    digest,
    sizeBytes: size,
    annotations: readAnnotations(value['annotations'], `${field}.annotations`),
    ...(artifactType !== undefined && { artifactType }),
  }
}

const readText = (value: unknown, field: string): string | undefined => {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string') throw malformed(field)
  return value
}

const readAnnotations = (value: unknown, field: string): Annotations => {
  // No prototype: "__proto__" is an annotation key like any other.
  const annotations: Record<string, string> = Object.create(null)
  if (value === undefined || value === null) return annotations
  if (!isObject(value)) throw malformed(field)
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw malformed(`${field}.${key}`)
    annotations[key] = text
  }
  return annotations
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const malformed = (field: string): AppError =>
  new AppError('unsupported', 'malformed-manifest', { field: field.slice(0, 120) })
