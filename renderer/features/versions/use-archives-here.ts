import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from '../../lib/call.ts'
import { contractKey } from '../../lib/contract-query.ts'
import type { DetailsByTag, RepositoryLocation } from '../../lib/version-details.ts'
import { knownDetails } from './row-values.ts'

const atMost = 200

/** Whether the archive of this digest is on this machine; undefined while that is not known. */
export type IsHere = (digest: string) => boolean | undefined

type Wanted = {
  location: RepositoryLocation
  isOffline: boolean
  details: DetailsByTag
  /** Rows in sight, and the one that is acted on. */
  tags: readonly string[]
}

/** Which versions can be read and pulled from this machine, while their registry cannot be asked; else undefined. */
export const useArchivesHere = ({
  location: { registryId },
  isOffline,
  details,
  tags,
}: Wanted): IsHere | undefined => {
  const digests = useMemo(() => {
    if (!isOffline) return []
    const known = tags.flatMap(tag => knownDetails(details.get(tag))?.digest ?? [])
    return [...new Set(known)].toSorted().slice(0, atMost)
  }, [isOffline, details, tags])
  const input = { registryId, digests }
  const { data } = useQuery({
    queryKey: contractKey('versions.here', input),
    queryFn: async ({ signal }) => {
      const answer = await call('versions.here', input, { signal })
      return { asked: new Set<string>(digests), here: new Set<string>(answer.digests) }
    },
    structuralSharing: false,
    placeholderData: keepPreviousData,
    enabled: isOffline && digests.length > 0,
  })
  return useMemo(
    () =>
      isOffline
        ? digest => data?.here.has(digest) || (data?.asked.has(digest) ? false : undefined)
        : undefined,
    [isOffline, data],
  )
}
