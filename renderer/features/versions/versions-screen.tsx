import { useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { formatReference } from '../../../shared/model/reference.ts'
import { QueryView } from '../../components/query-view.tsx'
import { RegistryStrips } from '../../components/registry-strips.tsx'
import { RequestError } from '../../components/request-error.tsx'
import type { CopyVersion } from '../../lib/copy-subject.ts'
import { useShortcuts } from '../../lib/keyboard.ts'
import { useOverlay } from '../../lib/overlay.tsx'
import { pullRefusal } from '../../lib/quiet.ts'
import { useCopyKey } from '../../lib/use-copy-key.ts'
import type { RepositoryLocation } from '../../lib/version-details.ts'
import { ChartHead } from './chart-head.tsx'
import { digestReferenceOf, rowMenu } from './row-menu.ts'
import { knownDetails } from './row-values.ts'
import { useVersions } from './use-versions.ts'
import { VersionList } from './version-list.tsx'
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

/** One repository: its head, the filter, and its versions. */
export function VersionsScreen({ registry, repository, reference, renderActions, onOpen }: Props) {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const registryId = registry.id
  const location = useMemo<RepositoryLocation>(
    () => ({ registryId, repository }),
    [registryId, repository],
  )
  const versions = useVersions(location, reference)
  const { query, rows, end, details, selected, selectedTag, newest, limitedUntilMs } = versions
  const detailsOf = (tag: string | undefined) =>
    tag === undefined ? undefined : knownDetails(details.get(tag))

  // Opened by a digest that no listed tag has, there is still that digest to copy and pull.
  const actionTag = selectedTag ?? (reference === undefined ? newest?.tag : undefined)
  const action = detailsOf(actionTag)
  const digest = action?.digest ?? selected.digest
  const pull = (tag: string, shownDigest: string | undefined) =>
    open({
      kind: 'pull',
      version: { registryId, repository, reference: tag, ...(shownDigest && { shownDigest }) },
    })
  const toPull = reference ?? actionTag
  useShortcuts({
    pull:
      toPull === undefined || pullRefusal(t, registry) !== undefined
        ? undefined
        : () => pull(toPull, digest),
  })
  useCopyKey(
    digest && digestReferenceOf(registry, repository, digest),
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
        description={selected.details?.description ?? detailsOf(newest?.tag)?.description}
        actions={renderActions(
          digest === undefined ? undefined : { tag: actionTag, digest, version: action?.version },
        )}
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
              rowMenu({ registry, repository, tag, digest: detailsOf(tag)?.digest, pull }, t)
            }
          />
        )}
      </QueryView>
    </section>
  )
}
