import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegistryPage } from '../../../shared/ipc/schemas/capabilities.ts'
import { useActedOn } from '../../actions/subjects.ts'
import { ExchangesPane } from '../../components/exchanges-pane.tsx'
import { InspectorFoot } from '../../components/inspector-foot.tsx'
import { Tabs } from '../../components/tabs.tsx'
import styles from './page-inspector.module.css'
import { SourcePane } from './source-pane.tsx'
import {
  useChosenCapability,
  useChosenExchange,
  usePageTab,
  useRegistryPage,
} from './use-registry-page.ts'
import './words.ts'

function Panel({ page, tab }: { page: RegistryPage; tab: string }) {
  const { id, host } = page.registry
  const [chosen] = useChosenCapability(id)
  const [exchangeId, chooseExchange] = useChosenExchange(id)
  if (tab === 'requests')
    return (
      <ExchangesPane
        host={host}
        exchanges={page.exchanges}
        selectedId={exchangeId}
        onSelect={chooseExchange}
      />
    )
  const capability = page.capabilities.find(({ name }) => name === chosen) ?? page.capabilities[0]
  return capability && <SourcePane page={page} capability={capability} />
}

/** Beside the registry's page: where a line comes from and what it touches, or all that was asked. */
export function PageInspector({ registryId }: { registryId: string }) {
  const { t } = useTranslation()
  const panelId = useId()
  const [tab, setTab] = usePageTab()
  const page = useRegistryPage(registryId).data?.page
  const select = (id: string) => setTab(id === 'requests' ? 'requests' : 'source')
  useActedOn('tabs', { choose: [() => setTab('source'), () => setTab('requests')] })
  return (
    <div className={styles.inspector}>
      <Tabs
        label={t('capabilities.tabs.label')}
        panelId={panelId}
        tabs={[
          { id: 'source', label: t('capabilities.tabs.source') },
          { id: 'requests', label: t('capabilities.tabs.requests'), count: page?.exchanges.length },
        ]}
        selected={tab}
        onSelect={select}
      />
      <div
        id={panelId}
        role="tabpanel"
        aria-labelledby={`${panelId}-tab-${tab}`}
        className={styles.panel}
      >
        {page && <Panel page={page} tab={tab} />}
      </div>
      <InspectorFoot icon="lock" text={t('capabilities.foot')} />
    </div>
  )
}
