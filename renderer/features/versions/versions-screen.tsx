import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { formatReference } from '../../../shared/model/reference.ts'
import { useActedOn, type VersionSubject } from '../../actions/subjects.ts'
import { useActions } from '../../actions/use-actions.ts'
import { QueryView } from '../../components/query-view.tsx'
import { RegistryStrips } from '../../components/registry-strips.tsx'
import { RequestError } from '../../components/request-error.tsx'
import { useOverlay } from '../../lib/overlay.tsx'
import { ChartHead } from './chart-head.tsx'
import { PullButton } from './pull-button.tsx'
import { rowMenu, rowSubject } from './row-menu.ts'
import { knownDetails } from './row-values.ts'
import { useActing } from './use-acting.ts'
import { useVersions } from './use-versions.ts'
import { VersionList } from './version-list.tsx'
import styles from './versions-screen.module.css'

type Props = {
  registry: Registry
  repository: string
  /** Tag or digest in the address. */
  reference: string | undefined
  /** Copy of the selected version, which belongs to another feature. */
  renderCopy: (version: VersionSubject) => ReactNode
  /** Enter on a row. */
  onOpen: () => void
}

/** One repository: its head, the filter, and its versions. */
export function VersionsScreen({ registry, repository, reference, renderCopy, onOpen }: Props) {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const registryId = registry.id
  const versions = useVersions(registry, repository, reference)
  const { query, rows, end, details, here, selected, selectedTag, newest, limitedUntilMs } =
    versions
  const detailsOf = (tag: string | undefined) =>
    tag === undefined ? undefined : knownDetails(details.get(tag))

  const action = useActions()
  const acting = useActing(registry, repository, versions)
  useActedOn('version', acting)

  const signIn =
    registry.kind === 'local' ? undefined : () => open({ kind: 'sign-in' as const, registryId })
  const retry = () => void query.refetch()
  return (
    <section
      className={styles.screen}
      aria-label={repository}
      data-drop-registry={registryId}
      data-drop-namespace={repository.split('/').slice(0, -1).join('/')}
    >
      <RegistryStrips
        registry={registry}
        query={query}
        limitedUntilMs={limitedUntilMs}
        onResume={versions.resume}
        onSignIn={signIn}
      />
      <ChartHead
        name={repository.split('/').at(-1) ?? repository}
        reference={formatReference({ host: registry.host, repository })}
        versionCount={query.data && rows.length}
        isComplete={end !== undefined}
        hiddenCount={end?.hidden ?? 0}
        kind={detailsOf(selectedTag)?.kind ?? 'chart'}
        description={selected.details?.description ?? detailsOf(newest?.tag)?.description}
        actions={
          <>
            {renderCopy(acting)}
            <PullButton version={acting} />
          </>
        }
      />
      <QueryView
        query={query}
        slow={t('versions.slow', { host: registry.host })}
        renderError={error => (
          <RequestError
            error={error}
            registry={registry}
            repository={repository}
            onSignIn={signIn}
            onRetry={retry}
          />
        )}
      >
        {() => (
          <VersionList
            repository={repository}
            versions={versions}
            onOpen={onOpen}
            menuOf={({ tag }) =>
              rowMenu(
                rowSubject({ registry, repository, tag, details: detailsOf(tag), here }),
                action,
              )
            }
          />
        )}
      </QueryView>
    </section>
  )
}
