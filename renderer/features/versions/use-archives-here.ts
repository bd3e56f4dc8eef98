import { useMemo } from 'react'
import { useContractQuery } from '../../lib/contract-query.ts'
import type { DetailsByTag, RepositoryLocation } from '../../lib/version-details.ts'
import { knownDetails } from './row-values.ts'

const atMost = 200

/** The digests whose archives are on this machine, while the registry cannot be reached; else undefined. */
export const useArchivesHere = (
  { registryId }: RepositoryLocation,
  isOffline: boolean,
  details: DetailsByTag,
): ReadonlySet<string> | undefined => {
  const digests = useMemo(() => {
    if (!isOffline) return []
    const known = [...details.values()].flatMap(one => knownDetails(one)?.digest ?? [])
    return [...new Set(known)].toSorted().slice(0, atMost)
  }, [isOffline, details])
  const { data } = useContractQuery(
    'versions.here',
    { registryId, digests },
    { enabled: isOffline && digests.length > 0 },
  )
  return useMemo(() => (isOffline ? new Set(data?.digests) : undefined), [isOffline, data])
}
