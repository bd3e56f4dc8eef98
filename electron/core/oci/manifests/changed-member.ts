import { AppError, type ErrorParams, isAppError } from '../../../../shared/errors.ts'
import { type ParsedManifest, parseManifest, parseManifestObject } from './manifest.ts'

/**
 * Where a registry keeps what was sent in other bytes, the first member that it changed: `annotations.x`. Undefined
 * where it is another chart, because somebody else pushed it, or cannot be read.
 */
export const changedMember = (sent: Uint8Array, stored: Uint8Array): string | undefined => {
  const ours = contentOf(sent)
  if (ours === undefined || ours !== contentOf(stored)) return undefined
  const path = differenceOf(parseManifestObject(sent), parseManifestObject(stored))
  const member = path?.join('.').slice(0, 120) ?? 'white space'
  return member === ofEveryPush ? undefined : member
}

export const storedChanged = (
  params: ErrorParams,
  member: string,
  promisedDigest: string,
  receivedDigest: string,
): AppError =>
  new AppError(
    'integrity',
    'stored-changed',
    { ...params, member },
    { details: { promisedDigest, receivedDigest } },
  )

/** Another push of the same chart writes another time here, so this member tells two pushes apart. */
const ofEveryPush = 'annotations.org.opencontainers.image.created'

/** Which blobs it names: with the same ones it is the same chart, whatever else is said of it. */
const contentOf = (bytes: Uint8Array): string | undefined => {
  try {
    const manifest = parseManifest(bytes)
    return manifest.kind === 'manifest' ? blobsOf(manifest) : undefined
  } catch (error) {
    if (isAppError(error)) return undefined
    throw error
  }
}

const blobsOf = ({ config, layers }: ParsedManifest): string =>
  [config, ...layers].map(({ digest }) => digest).join(' ')

const differenceOf = (ours: unknown, theirs: unknown): readonly string[] | undefined => {
  if (Object.is(ours, theirs)) return undefined
  if (!isObject(ours) || !isObject(theirs)) return []
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const below = differenceOf(ours[key], theirs[key])
    if (below) return [key, ...below]
  }
  return undefined
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
