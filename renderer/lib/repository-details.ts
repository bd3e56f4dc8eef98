import { skipToken, useQuery, type QueryClient } from '@tanstack/react-query'
import type { Input, Progress } from '../../shared/ipc/contract.ts'
import { call } from './call.ts'
import { streamDetails } from './stream-details.ts'

type Item = Progress<'repositories.details'>
type Failed = Extract<Item, { failed: unknown }>['failed']
export type RepositoryDetails = Extract<Item, { details: unknown }>['details']

export type KnownRepository =
  | { readonly state: 'known'; readonly details: RepositoryDetails }
  | ({ readonly state: 'failed' } & Pick<Failed, 'code' | 'reason' | 'params'>)

export type KnownRepositories = {
  readonly byName: ReadonlyMap<string, KnownRepository>
  /** Which of them the registry told for which listing: not asked for again until the next. */
  readonly toldFor: ReadonlyMap<string, number | undefined>
}

const nothing: KnownRepositories = { byName: new Map(), toldFor: new Map() }

const keyOf = (registryId: string) => ['repositories', 'known-details', { of: registryId }] as const

/** What is known of a registry's repositories so far; nothing is asked for. */
export const useKnownRepositories = (registryId: string): KnownRepositories =>
  useQuery<KnownRepositories>({
    queryKey: keyOf(registryId),
    queryFn: skipToken,
    staleTime: Infinity,
    gcTime: Infinity,
    structuralSharing: false,
  }).data ?? nothing

const toKnown = (item: Item): [string, KnownRepository] => {
  if ('failed' in item) return [item.failed.repository, { state: 'failed', ...item.failed }]
  const details = 'saved' in item ? item.saved : item.details
  return [details.repository, { state: 'known', details }]
}

const add = (
  client: QueryClient,
  registryId: string,
  items: readonly Item[],
  listedAtMs: number | undefined,
) => {
  client.setQueryData<KnownRepositories>(keyOf(registryId), (before = nothing) => {
    const byName = new Map(before.byName)
    const toldFor = new Map(before.toldFor)
    for (const item of items) {
      const [name, known] = toKnown(item)
      byName.set(name, known)
      if (!('saved' in item)) toldFor.set(name, listedAtMs)
    }
    return { byName, toldFor }
  })
}

type Load = Input<'repositories.details'> & {
  signal: AbortSignal
  /** The listing they are told for. */
  listedAtMs?: number | undefined
}

/** Asks for the details of these repositories and puts them among the known ones as they come (`streamDetails`). */
export const loadRepositories = (
  client: QueryClient,
  { signal, listedAtMs, ...input }: Load,
): Promise<Failed | undefined> =>
  streamDetails<Item>(
    onProgress => call('repositories.details', input, { signal, onProgress }),
    items => add(client, input.registryId, items, listedAtMs),
  )
