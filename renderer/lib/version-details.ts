import { skipToken, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useCallback, useSyncExternalStore } from 'react'
import type { Input, Progress } from '../../shared/ipc/contract.ts'
import { call } from './call.ts'
import { contractKey, type Streamed } from './contract-query.ts'
import { streamDetails } from './stream-details.ts'

export type RepositoryLocation = { readonly registryId: string; readonly repository: string }

type Item = Progress<'versions.details'>
export type VersionDetails = Extract<Item, { details: unknown }>['details']
type Failed = Extract<Item, { failed: unknown }>['failed']

export type KnownDetails =
  | { readonly state: 'known'; readonly details: VersionDetails }
  | ({ readonly state: 'failed' } & Pick<Failed, 'code' | 'reason' | 'params'>)

export type DetailsByTag = ReadonlyMap<string, KnownDetails>

const nothingKnown: DetailsByTag = new Map()

const keyOf = ({ registryId, repository }: RepositoryLocation) =>
  ['versions', 'known-details', { registryId, repository }] as const

/** What is known of a repository's tags so far. */
export const useKnownDetails = (location: RepositoryLocation): DetailsByTag =>
  useQuery<DetailsByTag>({
    queryKey: keyOf(location),
    queryFn: skipToken,
    staleTime: Infinity,
    structuralSharing: false,
  }).data ?? nothingKnown

/** How many tags a repository has, as far as they are listed; nothing is asked for. */
export const useListedTags = (location: RepositoryLocation): number | undefined => {
  const client = useQueryClient()
  const cache = client.getQueryCache()
  const queryKey = contractKey('versions.list', location)
  return useSyncExternalStore(
    useCallback(listener => cache.subscribe(listener), [cache]),
    () => client.getQueryData<Streamed<string[], 'versions.list'>>(queryKey)?.value.length,
  )
}

const toKnown = (item: Item): [string, KnownDetails] =>
  'details' in item
    ? [item.details.tag, { state: 'known', details: item.details }]
    : [item.failed.tag, { state: 'failed', ...item.failed }]

const add = (client: QueryClient, location: RepositoryLocation, items: readonly Item[]) => {
  client.setQueryData<DetailsByTag>(keyOf(location), (known = nothingKnown) => {
    const next = new Map(known)
    for (const item of items) {
      const [tag, told] = toKnown(item)
      next.set(tag, told)
    }
    return next
  })
}

type Load = Input<'versions.details'> & { signal: AbortSignal; onTag?: (tag: string) => void }

/** Asks for the details of these tags and puts them among the known ones as they come (`streamDetails`). */
export const loadDetails = (
  client: QueryClient,
  { signal, onTag, ...input }: Load,
): Promise<Failed | undefined> =>
  streamDetails<Item>(
    onProgress => call('versions.details', input, { signal, onProgress }),
    items => add(client, input, items),
    item => onTag?.('details' in item ? item.details.tag : item.failed.tag),
  )
