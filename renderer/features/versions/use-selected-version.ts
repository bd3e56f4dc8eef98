import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { parseDigest } from '../../../shared/model/digest.ts'
import { isCancelled } from '../../../shared/errors.ts'
import {
  loadDetails,
  useKnownDetails,
  type RepositoryLocation,
  type VersionDetails,
} from '../../lib/version-details.ts'

export type SelectedVersion = {
  /** The tag, where it is selected by one or one is known for the digest. */
  tag: string | undefined
  digest: string | undefined
  details: VersionDetails | undefined
  /** The registry told why there are no details. */
  isFailed: boolean
}

/**
 * The version that a tag or digest stands for. A tag that nothing is known of is asked for at once, without
 * waiting for the list: a deep link opens its version first.
 */
export const useSelectedVersion = (
  location: RepositoryLocation,
  reference: string | undefined,
): SelectedVersion => {
  const client = useQueryClient()
  const known = useKnownDetails(location)
  const { registryId, repository } = location
  const digest = reference === undefined ? undefined : parseDigest(reference)
  const tag = digest ? tagOf(known, digest) : reference
  const told = tag === undefined ? undefined : known.get(tag)
  const unknownTag = tag !== undefined && told === undefined ? tag : undefined
  useEffect(() => {
    if (unknownTag === undefined) return
    const hangUp = new AbortController()
    loadDetails(client, {
      registryId,
      repository,
      tags: [unknownTag],
      signal: hangUp.signal,
    }).catch((error: unknown) => {
      if (!isCancelled(error)) console.warn('the version was not loaded', error)
    })
    return () => hangUp.abort()
  }, [client, registryId, repository, unknownTag])
  const details = told?.state === 'known' ? told.details : undefined
  return { tag, digest: digest ?? details?.digest, details, isFailed: told?.state === 'failed' }
}

const tagOf = (known: ReturnType<typeof useKnownDetails>, digest: string): string | undefined => {
  for (const [tag, told] of known)
    if (told.state === 'known' && told.details.digest === digest) return tag
  return undefined
}
