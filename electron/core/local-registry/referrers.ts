import { mediaType } from '../../../shared/model/media-types.ts'
import { type RegistryRequest, repositoryOf, requireDigest, wordOf } from './request.ts'
import { sendJson } from './responses.ts'
import type { Referrer } from './repository.ts'

const toDescriptor = ({ digest, facts }: Referrer) => ({
  mediaType: facts.mediaType,
  digest,
  size: facts.sizeBytes,
  ...(facts.artifactType !== undefined && { artifactType: facts.artifactType }),
  ...(facts.annotations && { annotations: facts.annotations }),
})

/** An image index, empty where nothing refers to the digest: 404 would mean that there is no such API. */
export const listReferrers = (request: RegistryRequest): void => {
  const subject = requireDigest(wordOf(request))
  const wanted = request.query.get('artifactType')
  const all = request.store.state().repository(repositoryOf(request))?.referrers(subject) ?? []
  const manifests = all
    .filter(({ facts }) => wanted === null || facts.artifactType === wanted)
    .map(toDescriptor)
  sendJson(
    request.response,
    { schemaVersion: 2, mediaType: mediaType.ociIndex, manifests },
    {
      'Content-Type': mediaType.ociIndex,
      ...(wanted !== null && { 'OCI-Filters-Applied': 'artifactType' }),
    },
  )
}
