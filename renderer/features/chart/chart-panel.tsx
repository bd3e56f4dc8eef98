import { useTranslation } from 'react-i18next'
import type { ErrorCode } from '../../../shared/error-reasons.ts'
import { isAppError } from '../../../shared/errors.ts'
import type { Chart, ChartSource } from '../../../shared/ipc/schemas/charts.ts'
import { Button } from '../../components/button.tsx'
import { ErrorPane } from '../../components/error-pane.tsx'
import { FindOutWhyButton } from '../../components/find-out-why-button.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { Strip } from '../../components/strip.tsx'
import { WarningsStrip } from '../../components/warnings-strip.tsx'
import { chartMemory } from './chart-memory.ts'
import { useChart } from './chart-queries.ts'
import { FilesTab } from './files/files-tab.tsx'
import type { InspectorTab } from './inspector-tabs.ts'
import { ReadmeTab } from './readme/readme-tab.tsx'
import { TextTab } from './text-tab.tsx'
import { ValuesTab } from './values-tab.tsx'

type Props = {
  source: ChartSource
  tab: Exclude<InspectorTab, 'manifest'>
  /** Shows a file or folder of the archive in its tab. */
  onOpenFile: (path: string) => void
}

const unreadable: ReadonlySet<ErrorCode> = new Set(['unsupported', 'invalid-input', 'too-large'])

/** What is no chart, or none that can be read, will be none at the next try: its manifest says what it is. */
const isNoChart = (error: Error) => isAppError(error) && unreadable.has(error.code)

/** Of that there is no manifest to look at: the doctor finds out who answers. */
const isWebPage = (error: Error) => isAppError(error) && error.reason === 'web-page-instead'

/** The tabs that need the archive itself. */
export function ChartPanel(props: Props & { onManifest: () => void }) {
  const { source, onManifest } = props
  const { t } = useTranslation()
  const chart = useChart(source)
  return (
    <QueryView
      query={chart}
      slow={t('chart.slow')}
      renderError={error =>
        source.from === 'registry' &&
        isNoChart(error) && (
          <ErrorPane
            error={error}
            actions={
              isWebPage(error) ? (
                <FindOutWhyButton {...source} isPrimary />
              ) : (
                <Button variant="primary" onClick={onManifest}>
                  {t('chart.openManifest')}
                </Button>
              )
            }
          />
        )
      }
    >
      {data => (
        <>
          {data.metadata.deprecated && (
            <Strip icon="alert" tone="warn">
              {t('chart.deprecated')}
            </Strip>
          )}
          <WarningsStrip warnings={data.warnings} />
          <ChartTab {...props} chart={data} />
        </>
      )}
    </QueryView>
  )
}

function ChartTab({ source, tab, chart, onOpenFile }: Props & { chart: Chart }) {
  const memory = chartMemory(source)
  const { version } = chart.metadata
  switch (tab) {
    case 'readme':
      return <ReadmeTab source={source} chart={chart} memory={memory} onOpenFile={onOpenFile} />
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
