import { AppError } from '../../../../shared/errors.ts'
import { isDigest } from '../../../../shared/model/digest.ts'
import {
  isImageManifestMediaType,
  isIndexMediaType,
  mediaType,
} from '../../../../shared/model/media-types.ts'
import { contentBounds, JsonRefused, readStrictJson } from '../../json/read-json.ts'
import type { Descriptor } from '../base/content.ts'

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
 * Reads an OCI manifest or index (Docker's schema 2 too). `null` is as good as absent, as to Go's readers: a list that
 * is not there is empty. Throws `unsupported` with `manifest-not-json`, `malformed-manifest`, `manifest-incomplete`,
 * `manifest-excessive`, `ambiguous-manifest` (two readers could see different content) or `manifest-kind` (none of the
 * two).
 */
export const parseManifest = (bytes: Uint8Array): ParsedManifest | ParsedIndex => {
  const body = parseManifestObject(bytes)
  if (isIndex(body)) {
    const manifests = readDescriptors(body['manifests'], 'manifests')
    return { kind: 'index', manifests, ...readCommon(body) }
  }
  if (!has(body, 'config')) {
    const type = manifestMediaType(body)
    const isOfTheirKind = type === '' || isImageManifestMediaType(type)
    if (isOfTheirKind) throw incomplete('config')
    throw new AppError('unsupported', 'manifest-kind', { mediaType: type.slice(0, 120) })
  }
  const config = readDescriptor(body['config'], 'config')
  const layers = readDescriptors(body['layers'], 'layers')
  return { kind: 'manifest', config, layers, ...readCommon(body) }
}

const parsed = new WeakMap<Uint8Array, JsonObject>()

/** The bytes as one unambiguous JSON object; nothing is said of its other fields yet. */
export const parseManifestObject = (bytes: Uint8Array): JsonObject => {
  // The next reader holds the same bytes, so the parsed form is kept by them: 4 MiB are parsed once.
  const known = parsed.get(bytes)
  if (known) return known
  const body = parseBytes(bytes)
  if (!isObject(body)) throw new AppError('unsupported', 'manifest-not-json')
  // image-spec: an index has no config and no layers, a manifest no manifests (CVE-2021-41190).
  if (has(body, 'manifests') && (has(body, 'layers') || has(body, 'config'))) {
    throw new AppError('unsupported', 'ambiguous-manifest')
  }
  parsed.set(bytes, body)
  return body
}

const has = (body: JsonObject, field: string): boolean =>
  Object.hasOwn(body, field) && body[field] !== null

/** By what it holds; one that holds nothing of either is what it says it is. */
const isIndex = (body: JsonObject): boolean =>
  has(body, 'manifests') ||
  (!has(body, 'layers') && !has(body, 'config') && isIndexMediaType(manifestMediaType(body)))

/** From the body where it says so, else from its shape; '' when it has neither. */
export const manifestMediaType = (body: JsonObject): string => {
  if (typeof body['mediaType'] === 'string' && body['mediaType'] !== '') return body['mediaType']
  if (has(body, 'manifests')) return mediaType.ociIndex
  if (has(body, 'layers') || has(body, 'config')) return mediaType.ociManifest
  return 'manifests' in body ? mediaType.ociIndex : ''
}

const parseBytes = (bytes: Uint8Array): unknown => {
  try {
    return readStrictJson(bytes)
  } catch (error) {
    const problem = error instanceof JsonRefused ? error.problem : 'malformed'
    if (problem === 'repeated-key') throw new AppError('unsupported', 'ambiguous-manifest')
    if (problem === 'malformed') {
      throw new AppError('unsupported', 'manifest-not-json')
    }
    const { maxDepth: levels, maxParts: fields } = contentBounds
    throw new AppError('unsupported', 'manifest-excessive', { levels, fields })
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
  if (isAbsent(value)) return []
  if (!Array.isArray(value)) throw malformed(field)
  return value.map((item, index) => readDescriptor(item, `${field}.${index}`))
}

const readDescriptor = (value: unknown, field: string): ManifestDescriptor => {
  if (isAbsent(value)) throw incomplete(field)
  if (!isObject(value)) throw malformed(field)
  const { digest, size } = value
  const type = readText(value['mediaType'], `${field}.mediaType`) ?? ''
  // Go takes these for '' and 0, and fails once it asks for such a blob; here it is said at once.
  if (isAbsent(digest)) throw incomplete(`${field}.digest`)
  if (isAbsent(size)) throw incomplete(`${field}.size`)
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
  if (isAbsent(value) || value === '') return undefined
  if (typeof value !== 'string') throw malformed(field)
  return value
}

const readAnnotations = (value: unknown, field: string): Annotations => {
  // No prototype: "__proto__" is an annotation key like any other.
  const annotations: Record<string, string> = Object.create(null)
  if (isAbsent(value)) return annotations
  if (!isObject(value)) throw malformed(field)
  for (const [key, text] of Object.entries(value)) {
    if (text !== null && typeof text !== 'string') throw malformed(`${field}.${key}`)
    annotations[key] = text ?? ''
  }
  return annotations
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isAbsent = (value: unknown): value is null | undefined =>
  value === undefined || value === null

const incomplete = (field: string): AppError =>
  new AppError('unsupported', 'manifest-incomplete', { field: field.slice(0, 120) })

const malformed = (field: string): AppError =>
  new AppError('unsupported', 'malformed-manifest', { field: field.slice(0, 120) })
