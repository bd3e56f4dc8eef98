import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { shortDigest } from '../../../shared/model/digest.ts'
import { toVersionRow } from '../../../shared/model/version.ts'
import type { CopyVersion } from '../../lib/copy-subject.ts'
import { pullRefusal } from '../../lib/quiet.ts'
import { knownDetails } from './row-values.ts'
import type { useVersions } from './use-versions.ts'

export type Acting = {
  /** As its row is named; undefined while none is selected. */
  readonly name: string | undefined
  /** Undefined where nothing can be done with it, for the reason. */
  readonly version: CopyVersion | undefined
  readonly reason: string | undefined
  /** Digest of what is a container image: no chart, and yet something to pull elsewhere. */
  readonly image: string | undefined
  /** Its archive is on this machine, and its registry cannot be asked. */
  readonly isHere: boolean
  /** Why it cannot be pulled, where it can be copied. */
  readonly pullReason: string | undefined
}

/** Remembers that this tag was in the list: one that is gone from it was deleted. */
const useWasListed = (tag: string | undefined, isListed: boolean): boolean => {
  const [listed, setListed] = useState<string>()
  if (isListed && tag !== listed) setListed(tag)
  return tag !== undefined && tag === listed
}

/** What Pull and Copy act on: the version that is seen as the selected one, or why there is none. */
export const useActing = (
  registry: Registry,
  { selected, selectedTag, rows, shown, details, here, query, end }: ReturnType<typeof useVersions>,
): Acting => {
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
    if (known && known.kind !== 'chart') return t(`versions.notAChart.${known.kind}`)
    return digest === undefined ? t('versions.digestNotKnown') : undefined
  }
  const why = reason()
  const isHere = digest === undefined ? undefined : here?.(digest)
  return {
    name,
    version:
      why === undefined && digest !== undefined
        ? { tag: selectedTag, digest, version: known?.version }
        : undefined,
    reason: why,
    image: known?.kind === 'image' && !isGone ? digest : undefined,
    isHere: isHere === true,
    pullReason: why ?? pullRefusal(t, registry, isHere),
  }
}
