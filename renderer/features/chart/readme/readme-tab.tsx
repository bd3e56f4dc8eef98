import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chart, ChartSource } from '../../../../shared/ipc/schemas/charts.ts'
import { Button } from '../../../components/button.tsx'
import { CodePane } from '../../../components/code-view/code-pane.tsx'
import { CodeView } from '../../../components/code-view/code-view.tsx'
import { prepareText } from '../../../components/code-view/prepare-text.ts'
import type { ViewMemory } from '../../../components/code-view/view-memory.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { PaneBar } from '../../../components/pane-bar.tsx'
import { Loading } from '../../../components/query-view.tsx'
import { Segments } from '../../../components/segments.tsx'
import { Strip } from '../../../components/strip.tsx'
import { ChartFacts } from '../chart-facts.tsx'
import { textNotice } from '../text-notice.ts'
import { firstScreen } from './first-screen.ts'
import { OpenLinkDialog } from './open-link-dialog.tsx'
import { plainLines } from './plain-lines.ts'
import { readInWorker } from './read-in-worker.ts'
import { readmeArchive } from './readme-archive.ts'
import { ReadmeDocument } from './readme-document.tsx'
import type { ReadmeLink } from './readme-link.ts'
import type { LeftOut, ParsedReadme, PlainReadme } from './readme-node.ts'
import { useScrollMemory } from './use-scroll-memory.ts'
import styles from './readme.module.css'
import { useViewState } from '../../../lib/view-state.ts'

type Props = {
  source: ChartSource
  chart: Chart
  memory: ViewMemory
  onOpenFile: (path: string) => void
}

/** The chart at a glance, and its README. */
export function ReadmeTab(props: Props) {
  const { t } = useTranslation()
  const { chart } = props
  if (chart.readme) return <Readme {...props} readme={chart.readme} />
  return (
    <div className={styles.scroll}>
      <ChartFacts metadata={chart.metadata} />
      <EmptyState title={t('chart.readme.none')}>{t('chart.readme.noneText')}</EmptyState>
    </div>
  )
}

type ReadmeProps = Props & { readme: NonNullable<Chart['readme']> }

function Readme(props: ReadmeProps) {
  const { t } = useTranslation()
  const { readme, chart, memory } = props
  const [view, setView] = useViewState('readme.view')
  const segments = (
    <Segments
      label={t('chart.readme.views.label')}
      options={[
        { id: 'document', label: t('chart.readme.views.document') },
        { id: 'source', label: t('chart.readme.views.source') },
      ]}
      selected={view}
      onSelect={setView}
    />
  )
  if (view === 'document') return <Document {...props} segments={segments} />
  return (
    <CodePane
      leading={segments}
      title="README.md"
      isTitleHidden
      detail={chart.metadata.version}
      text={readme.text}
      language="markdown"
      memory={memory}
      memoryKey="README.md, source"
      notice={textNotice(t, readme)}
    />
  )
}

function Document({ segments, ...props }: ReadmeProps & { segments: ReactNode }) {
  const { t } = useTranslation()
  const { readme, chart } = props
  const [isPatient, setIsPatient] = useState(false)
  const { text } = readme
  const parsed = useQuery({
    queryKey: ['readme', chart.archiveDigest, isPatient],
    queryFn: ({ signal }) => readInWorker(text, { signal, isPatient }),
    staleTime: Infinity,
    gcTime: 60_000,
  })
  return (
    <>
      <PaneBar>
        {segments}
        <span className="t3">{chart.metadata.version}</span>
      </PaneBar>
      {!parsed.data ? (
        <Loading slow={t('chart.readme.slow')} />
      ) : parsed.data.kind === 'tree' ? (
        <LaidOut key={chart.archiveDigest} {...props} parsed={parsed.data} />
      ) : (
        <Plain
          {...props}
          because={parsed.data.because}
          onTryLonger={isPatient ? undefined : () => setIsPatient(true)}
        />
      )}
    </>
  )
}

type LaidOutProps = ReadmeProps & { parsed: Extract<ParsedReadme, { kind: 'tree' }> }

function LaidOut({ source, chart, memory, parsed, onOpenFile }: LaidOutProps) {
  const { nodes, leftOut } = parsed
  // A reader comes back to where they were, and else begins at the top: that is drawn first.
  const [first] = useState(() => (memory.get('README.md') ? nodes : firstScreen(nodes)))
  const shown = useDeferredValue(nodes, first)
  const { ref, onScroll } = useScrollMemory(memory, 'README.md', nodes)
  const [link, setLink] = useState<Extract<ReadmeLink, { url: string }>>()
  const archive = useMemo(() => readmeArchive(source, chart.files), [source, chart.files])
  return (
    <>
      <div
        ref={ref}
        className={styles.scroll}
        onScroll={onScroll}
        tabIndex={0}
        role="region"
        aria-label="README"
      >
        <ChartFacts metadata={chart.metadata} />
        <LeftOutLine leftOut={leftOut} />
        <ReadmeDocument
          nodes={shown}
          archive={archive}
          onOpenLink={setLink}
          onOpenFile={onOpenFile}
        />
      </div>
      {link && <OpenLinkDialog link={link} from="readme" onClose={() => setLink(undefined)} />}
    </>
  )
}

/** Nothing is lost in silence: the source has it. */
function LeftOutLine({ leftOut }: { leftOut: readonly LeftOut[] }) {
  const { t } = useTranslation()
  if (leftOut.length === 0) return null
  const names = leftOut.map(({ tag, count }) => (count === 1 ? `<${tag}>` : `<${tag}> × ${count}`))
  return (
    <p className={styles.leftOut} role="note">
      {t('chart.readme.leftOut', { names: names.join(', ') })}
    </p>
  )
}

type PlainProps = ReadmeProps & {
  because: PlainReadme['because']
  onTryLonger: (() => void) | undefined
}

/** In the editor, which lays out only what is in sight. */
function Plain({ readme, memory, because, onTryLonger }: PlainProps) {
  const { t } = useTranslation()
  const prepared = useMemo(() => prepareText(plainLines(readme.text)), [readme.text])
  return (
    <>
      <Strip
        icon="file"
        actions={
          because === 'too-slow' &&
          onTryLonger && (
            <Button variant="ghost" size="sm" onClick={onTryLonger}>
              {t('chart.readme.tryLonger')}
            </Button>
          )
        }
      >
        {t(`chart.readme.plain.${because}`)}
      </Strip>
      <CodeView
        prepared={prepared}
        language="plaintext"
        label={t('common.code.label', { title: 'README.md' })}
        wrap
        memory={memory}
        memoryKey="README.md, plain"
      />
    </>
  )
}
