import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { isAppError } from '../../../shared/errors.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { actionKeysLabel } from '../../actions/possible-actions.ts'
import { useActions } from '../../actions/use-actions.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { RegistryStrips } from '../../components/registry-strips.tsx'
import { RequestError } from '../../components/request-error.tsx'
import { useOverlay } from '../../lib/overlay.tsx'
import { repositoriesOf } from '../../lib/repositories.ts'
import { useLastError } from '../../lib/use-last-error.ts'
import { KeptRepositories } from './kept-repositories.tsx'
import { RepositoryList } from './repository-list.tsx'
import styles from './registry-screen.module.css'

type Props = { registry: Registry; namespace: string }

const doesNotList = (error: unknown): boolean => isAppError(error) && error.code === 'unsupported'

/** A registry or one of its namespaces: what lies in it, or why that cannot be told. */
export function RegistryScreen({ registry, namespace }: Props) {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const query = useQuery(repositoriesOf(registry.id))
  const { data } = query
  const error = useLastError(query)
  const end = data?.end
  const retry = () => void query.refetch()
  const signIn =
    registry.kind === 'local'
      ? undefined
      : () => open({ kind: 'sign-in' as const, registryId: registry.id })
  const isKeptOnly = doesNotList(error) || end?.strategy === 'kept'
  const path = namespace === '' ? registry.path : namespace
  const push = useActions()('pushHere', { registry, path })
  const title = namespace === '' ? registry.name : namespace
  return (
    <section
      className={styles.screen}
      aria-label={title}
      data-drop-registry={registry.id}
      data-drop-namespace={path}
    >
      {!isKeptOnly && <RegistryStrips registry={registry} query={query} onSignIn={signIn} />}
      {isKeptOnly && namespace === '' ? (
        <KeptRepositories registry={registry} />
      ) : (
        <QueryView
          query={query}
          slow={t('catalog.slow', { host: registry.host })}
          renderError={failure => (
            <>
              <h1 className="sr">{title}</h1>
              <RequestError error={failure} registry={registry} onSignIn={signIn} onRetry={retry} />
            </>
          )}
        >
          {({ value }) =>
            value.length === 0 && end ? (
              <EmptyState
                level={1}
                icon="package"
                title={t('catalog.empty.title', { name: registry.name })}
                actions={
                  <Button
                    variant="primary"
                    icon={push?.icon}
                    title={actionKeysLabel('pushChart')}
                    disabledReason={push?.refusal}
                    data-pane-focus=""
                    onClick={push?.run}
                  >
                    {push?.label}
                  </Button>
                }
              >
                {t('catalog.empty.advice')}
              </EmptyState>
            ) : (
              <RepositoryList
                registry={registry}
                namespace={namespace}
                repositories={value}
                end={end}
              />
            )
          }
        </QueryView>
      )}
    </section>
  )
}
