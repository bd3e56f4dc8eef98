import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChartSource } from '../../../shared/ipc/schemas/charts.ts'
import { Tabs } from '../../components/tabs.tsx'
import { useShortcuts } from '../../lib/keyboard.ts'
import { ChartPanel } from './chart-panel.tsx'
import { inspectorTabs, isInspectorTab, useInspectorTab } from './inspector-tabs.ts'
import styles from './inspector.module.css'
import { ManifestTab } from './manifest/manifest-tab.tsx'

export type InspectorProps = {
  /** A version in a registry (by digest where it is known: then nothing is asked for twice), or a dropped archive. */
  source: ChartSource
}

/** The right-hand pane of a selected version or dropped archive: README, Values, Chart.yaml, Files, Manifest. */
export function Inspector({ source }: InspectorProps) {
  const { t } = useTranslation()
  const panelId = useId()
  const [tab, selectTab] = useInspectorTab()
  useShortcuts({
    tab1: () => selectTab('readme'),
    tab2: () => selectTab('values'),
    tab3: () => selectTab('chart-yaml'),
    tab4: () => selectTab('files'),
    tab5: () => selectTab('manifest'),
  })
  return (
    <div className={styles.inspector}>
      <Tabs
        label={t('chart.tabs.label')}
        panelId={panelId}
        tabs={inspectorTabs.map(id => ({ id, label: t(`chart.tabs.${id}`) }))}
        selected={tab}
        onSelect={id => isInspectorTab(id) && selectTab(id)}
      />
      <div
        id={panelId}
        role="tabpanel"
        aria-labelledby={`${panelId}-tab-${tab}`}
        className={styles.panel}
      >
        {tab === 'manifest' ? (
          <ManifestTab source={source} />
        ) : (
          <ChartPanel source={source} tab={tab} onManifest={() => selectTab('manifest')} />
        )}
      </div>
    </div>
  )
}
