import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChartSource } from '../../../shared/ipc/schemas/charts.ts'
import { useActedOn } from '../../actions/subjects.ts'
import { FaultBoundary } from '../../components/fault-boundary.tsx'
import { Loading } from '../../components/query-view.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { chartPlace } from './chart-memory.ts'
import { ChartPanel } from './chart-panel.tsx'
import { revealFile } from './files/open-files.ts'
import {
  type InspectorTab,
  inspectorTabs,
  isInspectorTab,
  useInspectorTab,
} from './inspector-tabs.ts'
import styles from './inspector.module.css'
import { ManifestTab } from './manifest/manifest-tab.tsx'

export type InspectorProps = {
  /**
   * A version in a registry (by digest where it is known: then nothing is asked for twice), or a dropped archive.
   * Undefined while it is on its way: the pane stays, and so does what lies beside it.
   */
  source: ChartSource | undefined
}

/** The right-hand pane of a selected version or dropped archive: README, Values, Chart.yaml, Files, Manifest. */
export function Inspector({ source }: InspectorProps) {
  const { t } = useTranslation()
  const panelId = useId()
  const [tab, selectTab] = useInspectorTab()
  useActedOn('tabs', { choose: inspectorTabs.map(id => () => selectTab(id)) })
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
        {source ? (
          <FaultBoundary part="tab" subject={`${JSON.stringify(source)} ${tab}`}>
            <Panel source={source} tab={tab} onSelectTab={selectTab} />
          </FaultBoundary>
        ) : (
          <Loading slow={t('chart.slow')} />
        )}
      </div>
    </div>
  )
}

type PanelProps = {
  source: ChartSource
  tab: InspectorTab
  onSelectTab: (tab: InspectorTab) => void
}

function Panel({ source, tab, onSelectTab }: PanelProps) {
  if (tab === 'manifest') return <ManifestTab source={source} />
  return (
    <ChartPanel
      source={source}
      tab={tab}
      onManifest={() => onSelectTab('manifest')}
      onOpenFile={path => {
        revealFile(chartPlace(source), path)
        onSelectTab('files')
      }}
    />
  )
}
