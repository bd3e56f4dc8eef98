import { useMemo, useState } from 'react'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { filterRows, noFilter, typeFilter } from '../../../shared/model/filter.ts'
import {
  newestFirst,
  pressColumn,
  sortRows,
  type SortColumn,
} from '../../../shared/model/sort-rows.ts'
import { newestRow, type VersionRow } from '../../../shared/model/version.ts'
import {
  useKnownDetails,
  type DetailsByTag,
  type RepositoryLocation,
  type VersionDetails,
} from '../../lib/version-details.ts'
import { useSettled } from '../../lib/use-settled.ts'
import { knownDetails } from './row-values.ts'
import { useLoadDetails } from './use-load-details.ts'
import { isHidden, useOpenNewest, useSelection } from './use-selection.ts'
import { useSelectedVersion } from './use-selected-version.ts'
import { useArchivesHere } from './use-archives-here.ts'
import { useTags } from './use-tags.ts'

/** Repositories up to this many tags have all details loaded, so that every filter is complete. */
const loadsAllBelow = 200

const none: readonly string[] = []

/** What is known of the tags, without a copy of it. */
const lookUp = (details: DetailsByTag) => ({
  get: (tag: string): VersionDetails | undefined => knownDetails(details.get(tag)),
  has: (tag: string): boolean => details.has(tag),
})

const settleMs = 40

type Wanted = {
  rows: readonly VersionRow[]
  details: DetailsByTag
  /** Of a place that was opened from elsewhere: what hides it is taken away. */
  reference: string | undefined
  placeTag: string | undefined
}

/** Which rows are shown, and in which order. */
const useShownRows = ({ rows, details, reference, placeTag }: Wanted) => {
  const [filter, setFilter] = useState(noFilter)
  const [hidesPrereleases, hidePrereleases] = useState(false)
  const [order, setOrder] = useState(newestFirst)
  const known = useMemo(() => lookUp(details), [details])
  const result = useMemo(
    () => filterRows(rows, filter.filter, known, { hidePrereleases: hidesPrereleases }),
    [rows, filter.filter, known, hidesPrereleases],
  )
  const shown = useMemo(
    () => sortRows(result.rows, order, known),
    // By version nothing else counts: details that arrive leave the rows alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [result.rows, order, order.column === 'version' || known],
  )
  const [seen, setSeen] = useState(reference)
  if (seen !== reference) {
    setSeen(reference)
    if (isHidden(placeTag, rows, result.rows)) {
      setFilter(noFilter)
      hidePrereleases(false)
    }
  }
  return {
    filter,
    type: (text: string) => setFilter(before => typeFilter(before, text)),
    hidesPrereleases,
    hidePrereleases,
    order,
    sortBy: (column: SortColumn) => setOrder(before => pressColumn(before, column)),
    result,
    shown,
  }
}

/** The versions of a repository: listed, filtered, sorted, with their details, one of them selected. */
export const useVersions = (
  registry: Registry,
  repository: string,
  reference: string | undefined,
) => {
  const registryId = registry.id
  const location = useMemo<RepositoryLocation>(
    () => ({ registryId, repository }),
    [registryId, repository],
  )
  const isOffline = registry.state.status === 'offline'
  const { query, rows, end } = useTags(location)
  const details = useKnownDetails(location)
  const [visible, setVisible] = useSettled(none, settleMs)
  const selected = useSelectedVersion(location, reference)
  const list = useShownRows({ rows, details, reference, placeTag: selected.tag })
  const { result, shown, order } = list
  const { selectedTag, select, go } = useSelection({
    location,
    placeTag: selected.tag,
    shown,
    all: rows,
  })
  const newest = useMemo(() => newestRow(result.rows), [result.rows])
  useOpenNewest({ isOpen: reference !== undefined, isListed: !!end, newest, details, go })

  const newestTag = reference === undefined ? newest?.tag : undefined
  const needsAll = result.needsDetails || order.column !== 'version'
  const wantsAll = end && (needsAll || rows.length <= loadsAllBelow)
  const limits = useLoadDetails({
    location,
    visible: useMemo(
      () => (newestTag === undefined ? visible : [newestTag, ...visible]),
      [newestTag, visible],
    ),
    rest: useMemo(() => (wantsAll ? rows.map(row => row.tag) : none), [wantsAll, rows]),
    listedAtMs: end?.listedAtMs,
    isOffline,
  })
  return {
    query,
    rows,
    end,
    details,
    ...list,
    setVisible,
    selected,
    selectedTag,
    select,
    newest,
    here: useArchivesHere({
      location,
      isOffline: end?.saved === true || isOffline,
      details,
      tags: useMemo(
        () => (selectedTag === undefined ? visible : [selectedTag, ...visible]),
        [selectedTag, visible],
      ),
    }),
    ...limits,
  }
}
