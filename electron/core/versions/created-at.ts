import { isRfc3339 } from '../archive/metadata/rfc3339.ts'
import type { Annotations } from '../oci/manifests/manifest.ts'

/**
 * When a manifest says it was made. Only a time with its zone counts (image-spec: RFC 3339): `Date.parse` takes
 * "chart 12" for a day in 2001, and a time without a zone for one here.
 */
export const createdAt = (annotations: Annotations): string | undefined => {
  const text = annotations['org.opencontainers.image.created']
  return text !== undefined && text.length <= 64 && isRfc3339(text) ? text : undefined
}
