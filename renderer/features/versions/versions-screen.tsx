import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { formatReference } from '../../../shared/model/reference.ts'
import { QueryView } from '../../components/query-view.tsx'
import { RegistryStrips } from '../../components/registry-strips.tsx'
import { RequestError } from '../../components/request-error.tsx'
import { useShortcuts } from '../../lib/keyboard.ts'
import { useOverlay } from '../../lib/overlay.tsx'
import { useCopyKey } from '../../lib/use-copy-key.ts'
import { ChartHead } from './chart-head.tsx'
import { PullButton } from './pull-button.tsx'
import { digestReferenceOf, rowMenu, type PulledVersion } from './row-menu.ts'
import { knownDetails } from './row-values.ts'
import { useActing, type Acting } from './use-acting.ts'
import { useVersions } from './use-versions.ts'
import { VersionList } from './version-list.tsx'
import styles from './versions-screen.module.css'

type Props = {
  registry: Registry
  repository: string
  /** Tag or digest in the address. */
  reference: string | undefined
  /** Copy of the selected version, which belongs to another feature; with the reason where there is none to copy. */
  renderCopy: (acting: Pick<Acting, 'name' | 'version' | 'reason' | 'image'>) => ReactNode
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

  const acting = useActing(registry, versions)
  const { version } = acting
  const pull = (shown: PulledVersion, fromCache: boolean) =>
    open({
      kind: 'pull',
      version: {
        registryId,
        repository,
        reference: shown.tag ?? shown.digest ?? '',
        ...(shown.digest !== undefined && { shownDigest: shown.digest }),
        ...(fromCache && { fromCache }),
      },
    })
  const pullActing =
    version && acting.pullReason === undefined ? () => pull(version, acting.isHere) : undefined
  useShortcuts({ pull: pullActing })
  useCopyKey(
    version && digestReferenceOf(registry, repository, version.digest),
    t('versions.copiedReference'),
  )

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
            <PullButton acting={acting} host={registry.host} onPull={() => pullActing?.()} />
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
              rowMenu({ registry, repository, tag, details: detailsOf(tag), here, pull }, t)
            }
          />
        )}
      </QueryView>
    </section>
  )
}
