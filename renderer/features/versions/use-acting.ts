import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { shortDigest } from '../../../shared/model/digest.ts'
import { toVersionRow } from '../../../shared/model/version.ts'
import type { VersionSubject } from '../../actions/subjects.ts'
import { knownDetails } from './row-values.ts'
import type { useVersions } from './use-versions.ts'

/** Remembers that this tag was in the list: one that is gone from it was deleted. */
const useWasListed = (tag: string | undefined, isListed: boolean): boolean => {
  const [listed, setListed] = useState<string>()
  if (isListed && tag !== listed) setListed(tag)
  return tag !== undefined && tag === listed
}

/** What keys and buttons act on: the version that is seen as the selected one, or why there is none. */
export const useActing = (
  registry: Registry,
  repository: string,
  { selected, selectedTag, rows, shown, details, here, query, end }: ReturnType<typeof useVersions>,
): VersionSubject => {
  const { t } = useTranslation()
  const isListed = rows.some(row => row.tag === selectedTag)
  const wasListed = useWasListed(selectedTag, isListed)
  const isGone = wasListed && !isListed && end !== undefined && !query.isFetching
  const isByDigest = selected.tag === undefined && selected.digest !== undefined
  const known = knownDetails(selectedTag === undefined ? undefined : details.get(selectedTag))
  const digest = isByDigest ? selected.digest : known?.digest
  const name =
    selectedTag !== undefined
      ? toVersionRow(selectedTag).version
      : isByDigest && digest !== undefined
        ? shortDigest(digest)
        : undefined
  const reason = (): string | undefined => {
    if (name === undefined)
      return t(
        rows.length > 0 && shown.length === 0 ? 'versions.noneShown' : 'versions.noneSelected',
      )
    if (isGone) return t('versions.gone', { version: name })
    return digest === undefined ? t('versions.digestNotKnown') : undefined
  }
  return {
    registry,
    repository,
    name,
    tag: selectedTag,
    digest: isGone ? undefined : digest,
    kind: known?.kind,
    version: known?.version,
    isHere: digest === undefined ? undefined : here?.(digest),
    reason: reason(),
  }
}
