import { useTranslation } from 'react-i18next'
import type { Chart, ChartSource } from '../../../shared/ipc/schemas/charts.ts'
import { QueryView } from '../../components/query-view.tsx'
import { chartMemory } from './chart-memory.ts'
import { useChart } from './chart-queries.ts'
import { FilesTab } from './files/files-tab.tsx'
import type { InspectorTab } from './inspector-tabs.ts'
import { ReadmeTab } from './readme/readme-tab.tsx'
import { TextTab } from './text-tab.tsx'
import { ValuesTab } from './values-tab.tsx'
import { WarningsStrip } from './warnings-strip.tsx'

type Props = { source: ChartSource; tab: Exclude<InspectorTab, 'manifest'> }

/** The tabs that need the archive itself. */
export function ChartPanel({ source, tab }: Props) {
  const { t } = useTranslation()
  const chart = useChart(source)
  return (
    <QueryView query={chart} slow={t('chart.slow')}>
      {data => (
        <>
          <WarningsStrip warnings={data.warnings} />
          <ChartTab source={source} tab={tab} chart={data} />
        </>
      )}
    </QueryView>
  )
}

function ChartTab({ source, tab, chart }: Props & { chart: Chart }) {
  const memory = chartMemory(source)
  const { version } = chart.metadata
  switch (tab) {
    case 'readme':
      return <ReadmeTab readme={chart.readme} archiveDigest={chart.archiveDigest} memory={memory} />
    case 'values':
      return (
        <ValuesTab
          values={chart.values}
          version={version}
          hasSchema={chart.hasSchema}
          memory={memory}
        />
      )
    case 'chart-yaml':
      return (
        <TextTab
          title="Chart.yaml"
          content={chart.chartYaml}
          language="yaml"
          version={version}
          memory={memory}
        />
      )
    case 'files':
      return <FilesTab source={source} chart={chart} memory={memory} />
  }
}
