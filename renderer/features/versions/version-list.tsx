import { useTranslation } from 'react-i18next'
import type { VersionRow } from '../../../shared/model/version.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import type { MenuItem } from '../../components/menu.tsx'
import { FilterBar } from './filter-bar.tsx'
import { Hints } from './hints.tsx'
import type { useVersions } from './use-versions.ts'
import { VersionTable } from './version-table.tsx'

type Props = {
  repository: string
  versions: ReturnType<typeof useVersions>
  onOpen: () => void
  menuOf: (row: VersionRow) => MenuItem[]
}

/** Filter, table and key hints; or that there is nothing, and why. */
export function VersionList({ repository, versions, onOpen, menuOf }: Props) {
  const { t } = useTranslation()
  const { rows, end, here, details, filter, result, type, setVisible, selectedTag, select } =
    versions
  const isSearching = filter.filter.kind === 'text' && result.searched < result.total
  const noMatchKey = filter.unfinished ? 'noMatchBefore' : isSearching ? 'noMatchYet' : 'noMatch'
  if (rows.length === 0 && end)
    return (
      <EmptyState icon="package" title={t('versions.noVersions')}>
        {t(end.notFound ? 'versions.notFoundAdvice' : 'versions.noVersionsAdvice')}
      </EmptyState>
    )
  return (
    <>
      <FilterBar state={filter} result={result} onType={type} />
      {result.rows.length === 0 && filter.text !== '' ? (
        <div className="grow">
          <EmptyState
            title={t(`versions.${noMatchKey}`, { filter: filter.text })}
            actions={<Button onClick={() => type('')}>{t('versions.clearFilter')}</Button>}
          />
        </div>
      ) : (
        <VersionTable
          label={t('versions.table', { repository })}
          rows={result.rows}
          details={details}
          selectedTag={selectedTag}
          onSelect={select}
          onOpen={row => {
            select(row, true)
            onOpen()
          }}
          onVisible={setVisible}
          menuOf={menuOf}
          here={here}
        />
      )}
      <Hints />
    </>
  )
}
