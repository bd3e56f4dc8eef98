import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import {
  filterRows,
  noFilter,
  typeFilter,
  type SearchableDetails,
} from '../../../shared/model/filter.ts'
import {
  useKnownDetails,
  type DetailsByTag,
  type RepositoryLocation,
} from '../../lib/version-details.ts'
import { knownDetails, newestRow } from './row-values.ts'
import { useLoadDetails } from './use-load-details.ts'
import { useOpenNewest, useSelection } from './use-selection.ts'
import { useSelectedVersion } from './use-selected-version.ts'
import { useArchivesHere } from './use-archives-here.ts'
import { useTags } from './use-tags.ts'

/** Repositories up to this many tags have all details loaded, so that every filter is complete. */
const loadsAllBelow = 200

const none: readonly string[] = []

const searchable = (details: DetailsByTag): ReadonlyMap<string, SearchableDetails> =>
  new Map(
    [...details].map(([tag, known]) => [tag, { appVersion: knownDetails(known)?.appVersion }]),
  )

const settleMs = 40

/** State that follows only once its changes pause: rows that scroll by are not asked for. */
const useSettled = <T>(initial: T): [settled: T, change: (next: T) => void] => {
  const [settled, setSettled] = useState(initial)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const change = useCallback((next: T) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setSettled(next), settleMs)
  }, [])
  return [settled, change]
}

/** The versions of a repository: listed, filtered, with their details, one of them selected. */
export const useVersions = (location: RepositoryLocation, reference: string | undefined) => {
  const { query, rows, end } = useTags(location)
  const details = useKnownDetails(location)
  const [filter, setFilter] = useState(noFilter)
  const [visible, setVisible] = useSettled(none)
  const result = useMemo(
    () => filterRows(rows, filter.filter, searchable(details)),
    [rows, filter.filter, details],
  )
  const selected = useSelectedVersion(location, reference)
  const { selectedTag, select, go } = useSelection({ location, placeTag: selected.tag })
  const newest = useMemo(() => newestRow(rows), [rows])
  useOpenNewest({ isOpen: reference !== undefined, isListed: !!end, newest, details, go })

  const newestTag = reference === undefined ? newest?.tag : undefined
  const wantsAll = end && (filter.filter.kind === 'text' || rows.length <= loadsAllBelow)
  const limits = useLoadDetails({
    location,
    visible: useMemo(
      () => (newestTag === undefined ? visible : [newestTag, ...visible]),
      [newestTag, visible],
    ),
    rest: useMemo(() => (wantsAll ? rows.map(row => row.tag) : none), [wantsAll, rows]),
    listedAtMs: end?.listedAtMs,
  })
  return {
    query,
    rows,
    end,
    details,
    filter,
    result,
    type: (text: string) => setFilter(before => typeFilter(before, text)),
    setVisible,
    selected,
    selectedTag,
    select,
    newest,
    here: useArchivesHere(location, end?.saved === true, details),
    ...limits,
  }
}
