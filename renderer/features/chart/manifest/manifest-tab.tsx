import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChartSource, ManifestView } from '../../../../shared/ipc/schemas/charts.ts'
import { CodePane } from '../../../components/code-view/code-pane.tsx'
import type { ViewMemory } from '../../../components/code-view/view-memory.ts'
import { QueryView } from '../../../components/query-view.tsx'
import { Segments } from '../../../components/segments.tsx'
import { WarningsStrip } from '../../../components/warnings-strip.tsx'
import { formatBytes } from '../../../lib/formats.ts'
import { chartMemory } from '../chart-memory.ts'
import { useManifest } from '../chart-queries.ts'
import { useScrollMemory } from '../readme/use-scroll-memory.ts'
import { DraftDigest } from './draft-digest.tsx'
import { ManifestFacts } from './manifest-facts.tsx'
import styles from './manifest.module.css'
import { useViewState } from '../../../lib/view-state.ts'

type View = 'facts' | 'manifest' | 'config'

/** What the registry holds of this version: which digest is which, and the bytes themselves. */
export function ManifestTab({ source }: { source: ChartSource }) {
  return source.from === 'draft' ? (
    <DraftDigest source={source} />
  ) : (
    <RegistryManifest source={source} />
  )
}

function RegistryManifest({ source }: { source: Extract<ChartSource, { from: 'registry' }> }) {
  const { t } = useTranslation()
  const { registryId, repository, reference } = source
  const manifest = useManifest({ registryId, repository, reference })
  return (
    <QueryView query={manifest} slow={t('chart.slow')}>
      {data => <Manifest manifest={data} memory={chartMemory(source)} />}
    </QueryView>
  )
}

function Manifest({ manifest, memory }: { manifest: ManifestView; memory: ViewMemory }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useViewState('manifest.view')
  const hasConfig = manifest.config?.raw !== undefined
  const view = chosen === 'config' && !hasConfig ? 'facts' : chosen
  const options: View[] = hasConfig ? ['facts', 'manifest', 'config'] : ['facts', 'manifest']
  const segments = (
    <Segments
      label={t('chart.manifest.views.label')}
      options={options.map(id => ({ id, label: t(`chart.manifest.views.${id}`) }))}
      selected={view}
      onSelect={setChosen}
    />
  )
  if (view === 'facts') return <Facts manifest={manifest} memory={memory} leading={segments} />
  const raw = view === 'manifest' ? manifest.raw : (manifest.config?.raw ?? '')
  const sizeBytes = view === 'manifest' ? manifest.sizeBytes : (manifest.config?.sizeBytes ?? 0)
  return (
    <CodePane
      key={view}
      leading={segments}
      title={`${view}.json`}
      isTitleHidden
      detail={formatBytes(sizeBytes)}
      text={raw}
      language="json"
      memory={memory}
      memoryKey={`${view}.json`}
    />
  )
}

type FactsProps = { manifest: ManifestView; memory: ViewMemory; leading: ReactNode }

function Facts({ manifest, memory, leading }: FactsProps) {
  const { t } = useTranslation()
  const { ref, onScroll } = useScrollMemory(memory, 'manifest', manifest)
  return (
    <>
      <div className={styles.bar}>{leading}</div>
      <WarningsStrip warnings={manifest.warnings} />
      <div
        ref={ref}
        onScroll={onScroll}
        className={styles.scroll}
        tabIndex={0}
        role="region"
        aria-label={t('chart.manifest.views.facts')}
      >
        <ManifestFacts manifest={manifest} />
      </div>
    </>
  )
}
