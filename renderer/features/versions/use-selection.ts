import { useCallback, useEffect, useState } from 'react'
import type { VersionRow } from '../../../shared/model/version.ts'
import { useGoTo } from '../../lib/place.ts'
import type { DetailsByTag, RepositoryLocation } from '../../lib/version-details.ts'
import { knownDetails } from './row-values.ts'

/** Keys that pass over rows open none: the row they rest on is. */
const restMs = 120

type Selection = { location: RepositoryLocation; placeTag: string | undefined }

/** Which row is selected: at once on the screen, in the address when it is meant. */
export const useSelection = ({ location, placeTag }: Selection) => {
  const goTo = useGoTo()
  const { registryId, repository } = location
  const [passed, setPassed] = useState<{ tag: string; from: string | undefined }>()
  // A new place ends the passing by.
  const passing = passed && passed.from === placeTag ? passed.tag : undefined
  const go = useCallback(
    (reference: string, isReplacing: boolean) =>
      goTo({ kind: 'version', registryId, repository, reference }, { isReplacing }),
    [goTo, registryId, repository],
  )
  useEffect(() => {
    if (passing === undefined) return
    const timer = setTimeout(() => go(passing, true), restMs)
    return () => clearTimeout(timer)
  }, [passing, go])
  const select = (row: VersionRow, isFinal: boolean) =>
    isFinal ? go(row.tag, placeTag !== undefined) : setPassed({ tag: row.tag, from: placeTag })
  return { selectedTag: passing ?? placeTag, select, go }
}

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
