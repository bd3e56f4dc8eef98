import { useTranslation } from 'react-i18next'
import type { FilterResult, FilterState } from '../../../shared/model/filter.ts'
import { prereleaseRange } from '../../../shared/model/prerelease-range.ts'
import type { VersionRow } from '../../../shared/model/version.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'

type Props = {
  filter: FilterState
  result: FilterResult
  rows: readonly VersionRow[]
  onType: (text: string) => void
  onShowPrereleases: () => void
}

/** No row is left: why, and which pre-releases would be, which a range leaves out by itself. */
export function NoMatch({ filter, result, rows, onType, onShowPrereleases }: Props) {
  const { t } = useTranslation()
  const { text, unfinished } = filter
  const { hiddenPrereleases } = result
  const isSearching = result.needsDetails && result.searched < result.total
  const key = unfinished ? 'noMatchBefore' : isSearching ? 'noMatchYet' : 'noMatch'
  const isRange = filter.filter.kind === 'range' && !unfinished
  const wider = isRange && hiddenPrereleases === 0 ? prereleaseRange(text, rows) : undefined
  return (
    <div className="grow">
      <EmptyState
        title={t(text.trim() === '' ? 'versions.onlyPrereleases' : `versions.${key}`, {
          filter: text,
        })}
        actions={
          <>
            {hiddenPrereleases > 0 && (
              <Button variant="primary" onClick={onShowPrereleases}>
                {t('versions.showPrereleases')}
              </Button>
            )}
            {wider && (
              <Button
                variant="primary"
                onClick={() => {
                  onShowPrereleases()
                  onType(wider.range)
                }}
              >
                {t('versions.useRange', { range: wider.range })}
              </Button>
            )}
            {text !== '' && <Button onClick={() => onType('')}>{t('versions.clearFilter')}</Button>}
          </>
        }
      >
        {hiddenPrereleases > 0
          ? t('versions.prereleasesHidden', { count: hiddenPrereleases })
          : wider && t('versions.prereleasesMatch', { count: wider.count, range: wider.range })}
      </EmptyState>
    </div>
  )
}
