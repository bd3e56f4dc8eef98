import { useTranslation } from 'react-i18next'
import type { VersionRow } from '../../../shared/model/version.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import type { MenuItem } from '../../components/menu.tsx'
import { FilterBar } from './filter-bar.tsx'
import { Hints } from './hints.tsx'
import { NoMatch } from './no-match.tsx'
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
  const { shown, order, sortBy, hidesPrereleases, hidePrereleases } = versions
  if (rows.length === 0 && end)
    return (
      <EmptyState icon="package" title={t('versions.noVersions')}>
        {t(end.notFound ? 'versions.notFoundAdvice' : 'versions.noVersionsAdvice')}
      </EmptyState>
    )
  return (
    <>
      <FilterBar
        state={filter}
        result={result}
        onType={type}
        isSortedSoFar={order.column !== 'version' && details.size < rows.length}
        knownCount={details.size}
        prereleases={
          rows.some(row => row.prerelease)
            ? { areHidden: hidesPrereleases, onHide: hidePrereleases }
            : undefined
        }
      />
      {shown.length === 0 && rows.length > 0 ? (
        <NoMatch
          filter={filter}
          result={result}
          rows={rows}
          onType={type}
          onShowPrereleases={() => hidePrereleases(false)}
        />
      ) : (
        <VersionTable
          label={t('versions.table', { repository })}
          rows={shown}
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
          order={order}
          onSort={sortBy}
        />
      )}
      <Hints />
    </>
  )
}
