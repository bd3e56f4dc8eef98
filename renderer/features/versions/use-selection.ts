import { useCallback, useEffect, useMemo, useState } from 'react'
import type { VersionRow } from '../../../shared/model/version.ts'
import { useGoTo } from '../../lib/place.ts'
import type { DetailsByTag, RepositoryLocation } from '../../lib/version-details.ts'
import { knownDetails } from './row-values.ts'

/** Keys that pass over rows open none: the row they rest on is. */
const restMs = 120

type Selection = {
  location: RepositoryLocation
  placeTag: string | undefined
  /** As the table shows them. */
  shown: readonly VersionRow[]
  all: readonly VersionRow[]
}

/**
 * Which row is selected: at once on the screen, in the address when it is meant. It is always one that is seen: where
 * the filter hides it, the first row takes its place; undefined where there is none.
 */
export const useSelection = ({ location, placeTag, shown, all }: Selection) => {
  const goTo = useGoTo()
  const { registryId, repository } = location
  const [passed, setPassed] = useState<{ tag: string; from: string | undefined }>()
  // A new place ends the passing by, for good: coming back to it begins none.
  if (passed && passed.from !== placeTag) setPassed(undefined)
  const meant = passed?.tag ?? placeTag
  const isMeantHidden = useMemo(() => isHidden(meant, all, shown), [meant, all, shown])
  const selectedTag = isMeantHidden ? shown[0]?.tag : meant
  const go = useCallback(
    (reference: string, isReplacing: boolean) =>
      goTo({ kind: 'version', registryId, repository, reference }, { isReplacing }),
    [goTo, registryId, repository],
  )
  useEffect(() => {
    if (selectedTag === undefined || selectedTag === placeTag) return
    const timer = setTimeout(() => go(selectedTag, true), restMs)
    return () => clearTimeout(timer)
  }, [selectedTag, placeTag, go])
  const select = (row: VersionRow, isFinal: boolean) =>
    isFinal ? go(row.tag, placeTag !== undefined) : setPassed({ tag: row.tag, from: placeTag })
  return { selectedTag, select, go }
}

/** Whether it is listed, and left out of what is shown. */
export const isHidden = (
  tag: string | undefined,
  all: readonly VersionRow[],
  shown: readonly VersionRow[],
): boolean => tag !== undefined && !has(shown, tag) && has(all, tag)

const has = (rows: readonly VersionRow[], tag: string): boolean => rows.some(row => row.tag === tag)

type Opening = {
  isOpen: boolean
  isListed: boolean
  newest: VersionRow | undefined
  details: DetailsByTag
  go: (reference: string, isReplacing: boolean) => void
}

/** Opens the newest release of a repository that was opened without a version. Images open by hand only. */
export const useOpenNewest = ({ isOpen, isListed, newest, details, go }: Opening) => {
  const kind = newest && knownDetails(details.get(newest.tag))?.kind
  useEffect(() => {
    if (!isOpen && isListed && newest && kind === 'chart') go(newest.tag, true)
  }, [isOpen, isListed, newest, kind, go])
}
