import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type {
  CapabilityName,
  RegistryPage as Page,
} from '../../../shared/ipc/schemas/capabilities.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { isAppError } from '../../../shared/errors.ts'
import { actionKeysLabel } from '../../actions/possible-actions.ts'
import { Button } from '../../components/button.tsx'
import { KeyHints } from '../../components/key-hints.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { RegistryStrips } from '../../components/registry-strips.tsx'
import { Strip } from '../../components/strip.tsx'
import { useErrorWords } from '../../lib/error-words.ts'
import { useOverlay } from '../../lib/overlay.tsx'
import { focusPane } from '../../lib/panes.ts'
import { useGoTo } from '../../lib/place.ts'
import { repositoriesOf } from '../../lib/repositories.ts'
import { useTestRegistry } from '../../lib/test-registry.ts'
import { CapabilityTable } from './capability-table.tsx'
import { ConnectionFacts } from './connection-facts.tsx'
import { PageHead } from './page-head.tsx'
import styles from './registry-page.module.css'
import { SignInFacts } from './sign-in-facts.tsx'
import { useChosenCapability, usePageTab, useRegistryPage } from './use-registry-page.ts'
import './words.ts'

type Props = {
  registry: Registry
  /** Shows the inspector, where it is folded. */
  onOpen: () => void
}

function TestFailed({ registryId, error }: { registryId: string; error: Error }) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const { title } = useErrorWords(error)
  return (
    <Strip
      icon="alert"
      tone="warn"
      actions={
        <Button
          size="sm"
          onClick={() => goTo({ kind: 'registry', registryId, namespace: '', view: 'doctor' })}
        >
          {t('capabilities.findOutWhy')}
        </Button>
      }
    >
      <b>{t('capabilities.notTested')}</b> {title}
    </Strip>
  )
}

function Sheet({ page, onOpen }: { page: Page; onOpen: () => void }) {
  const { t } = useTranslation()
  const { id, host } = page.registry
  const [chosen, choose] = useChosenCapability(id)
  const [, setTab] = usePageTab()
  const select = (name: Page['capabilities'][number]['name']) => {
    choose(name)
    setTab('source')
  }
  return (
    <>
      <div className={styles.scroll}>
        <PageHead page={page} />
        <CapabilityTable
          host={host}
          capabilities={page.capabilities}
          selected={chosen ?? page.capabilities[0]?.name}
          onSelect={select}
          onOpen={() => {
            setTab('source')
            onOpen()
            focusPane('inspector')
          }}
        />
        <div className={styles.facts}>
          <SignInFacts page={page} />
          <ConnectionFacts page={page} />
        </div>
      </div>
      <KeyHints
        hints={[
          { keys: ['↑', '↓'], label: t('capabilities.hint.row') },
          { keys: ['↵'], label: t('capabilities.hint.source') },
          { keys: [actionKeysLabel('refresh')], label: t('capabilities.hint.test') },
        ]}
      />
    </>
  )
}

/** The registry's own page: what it is, what it can do, how it is reached and as whom. */
export function RegistryPage({ registry, onOpen }: Props) {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const query = useRegistryPage(registry.id)
  const listing = useQuery(repositoriesOf(registry.id))
  const { test, error } = useTestRegistry(registry.id)
  // What reading alone can tell is looked for by itself, once in a session; only where it can be reached.
  const isUntested =
    listing.data?.end?.saved === false &&
    query.data?.page.capabilities.some(
      ({ name, foundBy }) => toldByReading.has(name) && foundBy === 'nothing',
    ) === true
  useEffect(() => {
    if (isUntested && !testedHere.has(registry.id)) {
      testedHere.add(registry.id)
      test()
    }
  }, [isUntested, registry.id, test])
  return (
    <section
      className={styles.page}
      aria-label={registry.name}
      data-drop-registry={registry.id}
      data-drop-namespace={registry.path}
    >
      <RegistryStrips
        registry={registry}
        query={listing}
        onSignIn={
          registry.kind === 'local'
            ? undefined
            : () => open({ kind: 'sign-in', registryId: registry.id })
        }
      />
      {error && !isLimit(error) && <TestFailed registryId={registry.id} error={error} />}
      <QueryView query={query} slow={t('capabilities.slow', { host: registry.host })}>
        {/* The state of the moment, as the sidebar and the status bar have it. */}
        {({ page }) => <Sheet page={{ ...page, registry }} onOpen={onOpen} />}
      </QueryView>
    </section>
  )
}

/** The strip above says so, and until when. */
const isLimit = (error: Error): boolean => isAppError(error) && error.code === 'rate-limited'

const toldByReading = new Set<CapabilityName>(['tag-paging', 'referrers'])
const testedHere = new Set<string>()
