import { useMemo, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import {
  filterRows,
  noFilter,
  typeFilter,
  type SearchableDetails,
} from '../../../shared/model/filter.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { formatReference } from '../../../shared/model/reference.ts'
import type { VersionRow } from '../../../shared/model/version.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListingStrips } from '../../components/listing-strips.tsx'
import type { MenuItem } from '../../components/menu.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { RateLimitStrip } from '../../components/rate-limit-strip.tsx'
import { RequestError } from '../../components/request-error.tsx'
import { announce } from '../../lib/announce.ts'
import type { CopyVersion } from '../../lib/copy-subject.ts'
import { copyText } from '../../lib/copy-text.ts'
import { shortcutLabel, useShortcuts } from '../../lib/keyboard.ts'
import { useOverlay } from '../../lib/overlay.tsx'
import { useRetryTimer } from '../../lib/use-retry-timer.ts'
import {
  useKnownDetails,
  type DetailsByTag,
  type RepositoryLocation,
} from '../../lib/version-details.ts'
import { ChartHead } from './chart-head.tsx'
import { FilterBar } from './filter-bar.tsx'
import { Hints } from './hints.tsx'
import { knownDetails, newestRow } from './row-values.ts'
import { useCopyKey } from './use-copy-key.ts'
import { useLoadDetails } from './use-load-details.ts'
import { useOpenNewest, useSelection } from './use-selection.ts'
import { useSelectedVersion } from './use-selected-version.ts'
import { useTags } from './use-tags.ts'
import { VersionTable } from './version-table.tsx'
import styles from './versions-screen.module.css'

type Props = {
  registry: Registry
  repository: string
  /** Tag or digest in the address. */
  reference: string | undefined
  /** Copy and Pull of the selected version; they belong to other features. */
  renderActions: (version: CopyVersion | undefined) => ReactNode
  /** Enter on a row. */
  onOpen: () => void
}

/** Repositories up to this many tags have all details loaded, so that every filter is complete. */
const loadsAllBelow = 200

const none: readonly string[] = []

const searchable = (details: DetailsByTag): ReadonlyMap<string, SearchableDetails> =>
  new Map(
    [...details].map(([tag, known]) => [tag, { appVersion: knownDetails(known)?.appVersion }]),
  )

/** One repository: its head, the filter, and its versions. */
export function VersionsScreen({ registry, repository, reference, renderActions, onOpen }: Props) {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const registryId = registry.id
  const location = useMemo<RepositoryLocation>(
    () => ({ registryId, repository }),
    [registryId, repository],
  )
  const { query, rows, end } = useTags(location)
  const details = useKnownDetails(location)
  const [filter, setFilter] = useState(noFilter)
  const result = useMemo(
    () => filterRows(rows, filter.filter, searchable(details)),
    [rows, filter.filter, details],
  )
  const selected = useSelectedVersion(location, reference)
  const { selectedTag, select, go } = useSelection({ location, placeTag: selected.tag })
  const newest = useMemo(() => newestRow(rows), [rows])
  useOpenNewest({ isOpen: reference !== undefined, isListed: !!end, newest, details, go })

  const [visible, setVisible] = useState(none)
  const isSearching = filter.filter.kind === 'text'
  const { limitedUntilMs, resume } = useLoadDetails({
    location,
    visible: useMemo(
      () => (newest && reference === undefined ? [newest.tag, ...visible] : visible),
      [newest, reference, visible],
    ),
    rest: useMemo(
      () =>
        end && (isSearching || rows.length <= loadsAllBelow) ? rows.map(row => row.tag) : none,
      [end, isSearching, rows],
    ),
    listedAtMs: end?.listedAtMs,
  })
  const continuesInMs = useRetryTimer(limitedUntilMs, resume)

  const actionTag = selectedTag ?? newest?.tag
  const actionDetails = actionTag === undefined ? undefined : knownDetails(details.get(actionTag))
  const digestReference = (digest: string) =>
    formatReference({ host: registry.host, repository }) + `@${digest}`
  useCopyKey(selected.digest && digestReference(selected.digest))
  const pull = (tag: string, shownDigest: string | undefined) =>
    open({
      kind: 'pull',
      version: { registryId, repository, reference: tag, ...(shownDigest && { shownDigest }) },
    })
  const toPull = reference ?? actionTag
  useShortcuts({
    pull: toPull === undefined ? undefined : () => pull(toPull, actionDetails?.digest),
  })
  const copy = (text: string) =>
    void copyText(text).then(
      () => announce(t('common.copied')),
      () => announce(t('common.refused')),
    )
  const menuOf = (row: VersionRow): MenuItem[] => {
    const digest = knownDetails(details.get(row.tag))?.digest
    const tagReference = formatReference({ host: registry.host, repository, tag: row.tag })
    const notKnown = digest === undefined ? t('versions.digestNotKnown') : undefined
    return [
      {
        label: t('versions.menu.copyDigestReference'),
        icon: 'copy',
        keys: shortcutLabel('copyDigestReference'),
        disabledReason: notKnown,
        onSelect: () => digest && copy(digestReference(digest)),
      },
      { label: t('versions.menu.copyTagReference'), onSelect: () => copy(tagReference) },
      {
        label: t('versions.menu.copyDigest'),
        disabledReason: notKnown,
        onSelect: () => digest && copy(digest),
      },
      'separator',
      {
        label: t('versions.menu.pull'),
        icon: 'download',
        keys: shortcutLabel('pull'),
        onSelect: () => pull(row.tag, digest),
      },
    ]
  }
  const signIn =
    registry.kind === 'local' ? undefined : () => open({ kind: 'sign-in' as const, registryId })
  const isAnonymous = registry.signIn.kind === 'anonymous'
  const retry = () => void query.refetch()
  const description =
    selected.details?.description ?? (newest && knownDetails(details.get(newest.tag))?.description)
  return (
    <section
      className={styles.screen}
      aria-label={repository}
      data-drop-registry={registryId}
      data-drop-namespace={repository.split('/').slice(0, -1).join('/')}
    >
      {query.data && (
        <ListingStrips
          end={end}
          error={query.error}
          updatedAtMs={query.dataUpdatedAt}
          onRetry={retry}
        />
      )}
      {continuesInMs !== undefined && (
        <RateLimitStrip
          host={registry.host}
          continuesInMs={continuesInMs}
          onSignIn={isAnonymous ? signIn : undefined}
        />
      )}
      <ChartHead
        name={repository.split('/').at(-1) ?? repository}
        reference={formatReference({ host: registry.host, repository })}
        versionCount={query.data && rows.length}
        isComplete={end !== undefined}
        hiddenCount={end?.hidden ?? 0}
        description={description}
        actions={renderActions(
          actionDetails && {
            tag: actionDetails.tag,
            digest: actionDetails.digest,
            version: actionDetails.version,
          },
        )}
      />
      <QueryView
        query={query}
        slow={t('versions.slow', { host: registry.host })}
        renderError={error => (
          <RequestError
            error={error}
            failedAtMs={query.errorUpdatedAt}
            host={registry.host}
            isAnonymous={isAnonymous}
            onSignIn={signIn}
            onRetry={retry}
          />
        )}
      >
        {() =>
          rows.length === 0 && end ? (
            <EmptyState icon="package" title={t('versions.noVersions')}>
              {t('versions.noVersionsAdvice')}
            </EmptyState>
          ) : (
            <>
              <FilterBar
                state={filter}
                result={result}
                onType={text => setFilter(before => typeFilter(before, text))}
              />
              {result.rows.length === 0 && filter.text !== '' ? (
                <EmptyState
                  title={t('versions.noMatch', { filter: filter.text })}
                  actions={
                    <Button onClick={() => setFilter(noFilter)}>{t('versions.clearFilter')}</Button>
                  }
                />
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
                />
              )}
              <Hints />
            </>
          )
        }
      </QueryView>
    </section>
  )
}
