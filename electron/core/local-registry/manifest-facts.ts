import { z } from 'zod'
import { isDigest } from '../../../shared/model/digest.ts'
import { isIndexMediaType, mediaType } from '../../../shared/model/media-types.ts'
import { readJson } from '../json/read-json.ts'
import { nullableTextRecord } from '../../../shared/text-record.ts'
import type { ManifestFacts } from './ledger-entry.ts'
import { RegistryError } from './registry-error.ts'

/** `null` is as good as absent, as to the readers in Go. */
const orAbsent = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform(value => value ?? undefined)

const descriptorSchema = z.object({
  mediaType: z.string(),
  digest: z.string().refine(isDigest, 'is not a digest'),
  size: z.number().int().nonnegative(),
})

const annotations = nullableTextRecord.transform(record =>
  Object.fromEntries(Object.entries(record).map(([name, text]) => [name, text ?? ''])),
)

const manifestSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: orAbsent(z.string()),
  artifactType: orAbsent(z.string()),
  config: orAbsent(descriptorSchema),
  layers: orAbsent(z.array(descriptorSchema)),
  manifests: orAbsent(z.array(descriptorSchema)),
  subject: orAbsent(descriptorSchema),
  annotations: orAbsent(annotations),
})
type Manifest = z.infer<typeof manifestSchema>

const knownTypes: readonly string[] = [
  mediaType.ociManifest,
  mediaType.ociIndex,
  mediaType.dockerManifest,
  mediaType.dockerManifestList,
]

// image-spec "Non-Distributable Layers", and Docker's foreign layers: never pushed, so never required.
const isElsewhere = (type: string) => /\bnondistributable\b|\.foreign\./.test(type)

/** What the registry has to know of a manifest, or 400 MANIFEST_INVALID and 415 for one it cannot know. */
export const readManifestFacts = (
  bytes: Buffer,
  contentType: string | undefined,
): ManifestFacts => {
  const manifest = parseManifest(bytes)
  const declared = contentType?.split(';')[0]?.trim().toLowerCase()
  const type = declared || manifest.mediaType || mediaType.ociManifest
  if (!knownTypes.includes(type)) {
    throw new RegistryError('MANIFEST_INVALID', `${type} is not a manifest.`, { status: 415 })
  }
  if (manifest.mediaType !== undefined && manifest.mediaType !== type) {
    throw invalid(`The manifest says ${manifest.mediaType}, its Content-Type says ${type}.`)
  }
  return {
    mediaType: type,
    sizeBytes: bytes.length,
    needs: neededBy(manifest, type),
    ...referrerFacts(manifest, type),
  }
}

const invalid = (message: string) => new RegistryError('MANIFEST_INVALID', message)

const parseManifest = (bytes: Buffer): Manifest => {
  let json: unknown
  try {
    json = readJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw invalid('The manifest is not JSON.')
  }
  const parsed = manifestSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw invalid(`The manifest is not valid: ${issue?.path.join('.')} ${issue?.message}.`)
}

const neededBy = (manifest: Manifest, type: string) => {
  if (isIndexMediaType(type)) return (manifest.manifests ?? []).map(({ digest }) => digest)
  if (!manifest.config) throw invalid('The manifest has no config.')
  const layers = (manifest.layers ?? []).filter(layer => !isElsewhere(layer.mediaType))
  return [manifest.config, ...layers].map(({ digest }) => digest)
}

/** distribution-spec "Listing Referrers": an image manifest without artifactType has its config's; an index has none. */
const referrerFacts = (manifest: Manifest, type: string) => {
  if (!manifest.subject) return {}
  const fallback = isIndexMediaType(type) ? undefined : manifest.config?.mediaType
  const artifactType = manifest.artifactType || fallback
  return {
    subject: manifest.subject.digest,
    ...(artifactType && { artifactType }),
    ...(manifest.annotations && { annotations: manifest.annotations }),
  }
}
