import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { ErrorCode } from '../../../shared/error-reasons.ts'
import { isAppError } from '../../../shared/errors.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { useContractQuery } from '../../lib/contract-query.ts'
import { usePlace } from '../../lib/place.ts'
import { isReachable } from '../../lib/registry-state.ts'
import { repositoriesOf, type StreamedRepositories } from '../../lib/repositories.ts'
import { useShallowStable } from '../../lib/use-shallow-stable.ts'
import { useViewState } from '../../lib/view-state.ts'
import {
  isSearched,
  keysAround,
  toTreeRows,
  type Listing,
  type Note,
  type TreeRow,
} from './tree.ts'

const noRegistries: readonly Registry[] = []

const noteOf = ({ data, error }: UseQueryResult<StreamedRepositories>): Note | undefined => {
  if (data?.end) return data.value.length === 0 ? 'empty' : undefined
  if (data) return undefined
  if (!error) return 'loading'
  if (!isAppError(error)) return 'failed'
  return noteOfCode[error.code] ?? 'failed'
}

const noteOfCode: Partial<Record<ErrorCode, Note>> = {
  unsupported: 'no-catalog',
  unauthorized: 'sign-in',
  'rate-limited': 'limited',
}

const listingOf = (query: UseQueryResult<StreamedRepositories>): Listing => {
  const { data } = query
  const note = noteOf(query)
  return {
    repositories: data?.value ?? [],
    ...(note && { note }),
    ...(data && { total: data.end?.total ?? data.value.length }),
  }
}

/** The tree's lines, and what opens and folds them. Only open registries are asked for their repositories. */
export const useTree = (filter: string) => {
  const { data } = useContractQuery('registries.list', {})
  const registries = data?.registries ?? noRegistries
  const place = usePlace()
  const [chosen, , setChosen] = useViewState('tree.opened')
  const registryId = 'registryId' in place ? place.registryId : ''
  const name = 'repository' in place ? place.repository : ''
  const openRegistry = registries.find(({ id }) => id === registryId)
  // Going somewhere opens what holds it, also what was folded before; it stays open after leaving.
  const around = openRegistry && keysAround(openRegistry, name).join('\n')
  useEffect(() => {
    if (around === undefined) return
    const opened = Object.fromEntries(around.split('\n').map(key => [key, true]))
    setChosen(before => ({ ...before, ...opened }))
  }, [around, setChosen])
  const isFiltering = filter.trim() !== ''
  const wanted = (registry: Registry) =>
    chosen[registry.id] === true || (isFiltering && isReachable(registry))
  const queries = useQueries({
    queries: registries.map(registry => repositoriesOf(registry.id, wanted(registry))),
  })
  const told = useShallowStable(
    queries.flatMap(({ data: streamed, error, isFetching }) => [streamed, error, isFetching]),
  )
  const listings = useMemo(
    () =>
      new Map(
        registries.flatMap((registry, at) => {
          const query = queries[at]
          return query && (query.data || query.error || query.isFetching)
            ? [[registry.id, listingOf(query)] as const]
            : []
        }),
      ),
    // The queries are new objects each time; what they told is not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [registries, told],
  )
  const rows = useMemo(
    () => toTreeRows({ registries, listings, filter, opened: chosen }),
    [registries, listings, filter, chosen],
  )
  const setOpen = (row: TreeRow, isOpen: boolean) =>
    setChosen(before => ({ ...before, [row.key]: isOpen }))
  const collapseAll = () =>
    setChosen(before =>
      Object.fromEntries(
        [...registries.map(({ id }) => id), ...Object.keys(before)].map(key => [key, false]),
      ),
    )
  return {
    rows,
    registries,
    isLoaded: data !== undefined,
    isFiltering,
    /** How many registries the filter cannot tell about: not reached, not signed in, or without a list. */
    notSearched: isFiltering
      ? registries.filter(({ id }) => {
          const listing = listings.get(id)
          return !listing || !isSearched(listing)
        }).length
      : 0,
    setOpen,
    collapseAll,
  }
}
