import type { Digest } from '../../../../shared/model/digest.ts'
import { printOf } from '../auth/credential-print.ts'
import type { CredentialSource } from '../base/credential.ts'
import type { BlobPlaces } from '../exchange/repository-context.ts'

const mostBlobs = 10_000

export const createBlobPlaces = (credentials: CredentialSource): BlobPlaces => {
  /** The last place of each, in the order seen. */
  const places = new Map<Digest, string>()
  return {
    saw: (digest, repository) => {
      places.delete(digest)
      places.set(digest, repository)
      const [oldest] = places.keys()
      if (places.size > mostBlobs && oldest !== undefined) places.delete(oldest)
    },
    mountable: async (digest, repository, signal) => {
      const place = places.get(digest)
      if (place === undefined || place === repository) return undefined
      const [here, there] = await Promise.all([
        credentials(signal, repository),
        credentials(signal, place),
      ])
      return printOf(here) === printOf(there) ? place : undefined
    },
  }
}
