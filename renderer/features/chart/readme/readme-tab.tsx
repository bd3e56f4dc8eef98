import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chart } from '../../../../shared/ipc/schemas/charts.ts'
import { CodeView } from '../../../components/code-view/code-view.tsx'
import type { ViewMemory } from '../../../components/code-view/view-memory.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loading } from '../../../components/query-view.tsx'
import { Strip } from '../../../components/strip.tsx'
import { useDelay } from '../../../lib/use-delay.ts'
import { readInWorker } from './read-in-worker.ts'
import { OpenLinkDialog } from './open-link-dialog.tsx'
import { ReadmeDocument } from './readme-document.tsx'
import type { ReadmeLink } from './readme-link.ts'
import type { ParsedReadme, PlainReadme, ReadmeNode } from './readme-node.ts'
import { useScrollMemory } from './use-scroll-memory.ts'
import styles from './readme.module.css'

type Props = { readme: Chart['readme']; archiveDigest: string; memory: ViewMemory }

export function ReadmeTab({ readme, archiveDigest, memory }: Props) {
  const { t } = useTranslation()
  if (!readme)
    return <EmptyState title={t('chart.readme.none')}>{t('chart.readme.noneText')}</EmptyState>
  return <Readme text={readme.text} archiveDigest={archiveDigest} memory={memory} />
}

type ReadmeProps = { text: string; archiveDigest: string; memory: ViewMemory }

function Readme({ text, archiveDigest, memory }: ReadmeProps) {
  const parsed = useQuery({
    queryKey: ['readme', archiveDigest],
    queryFn: ({ signal }) => readInWorker(text, signal),
    staleTime: Infinity,
    gcTime: 60_000,
  })
  if (!parsed.data) return <Pending text={text} />
  return <ReadmeBody text={text} parsed={parsed.data} memory={memory} />
}

/** More would itself take long to lay out. */
const firstScreens = 50_000

/** Whatever the layout takes, the words are there after half a second. */
function Pending({ text }: { text: string }) {
  const { t } = useTranslation()
  const isLate = useDelay(500)
  return isLate ? (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="README">
      <pre className={styles.plain}>{text.slice(0, firstScreens)}</pre>
    </div>
  ) : (
    <Loading slow={t('chart.slow')} />
  )
}

type BodyProps = { text: string; parsed: ParsedReadme; memory: ViewMemory }

function ReadmeBody({ text, parsed, memory }: BodyProps) {
  return parsed.kind === 'tree' ? (
    <LaidOut nodes={parsed.nodes} memory={memory} />
  ) : (
    <Plain text={text} because={parsed.because} memory={memory} />
  )
}

function LaidOut({ nodes, memory }: { nodes: readonly ReadmeNode[]; memory: ViewMemory }) {
  const { ref, onScroll } = useScrollMemory(memory, 'README.md', nodes)
  const [link, setLink] = useState<Extract<ReadmeLink, { url: string }>>()
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
        <ReadmeDocument nodes={nodes} onOpenLink={setLink} />
      </div>
      {link && <OpenLinkDialog link={link} onClose={() => setLink(undefined)} />}
    </>
  )
}

type PlainProps = { text: string; because: PlainReadme['because']; memory: ViewMemory }

/** In the editor, which lays out only what is in sight. */
function Plain({ text, because, memory }: PlainProps) {
  const { t } = useTranslation()
  return (
    <>
      <Strip icon="file">{t(`chart.readme.plain.${because}`)}</Strip>
      <CodeView
        text={text}
        language="markdown"
        label={t('common.code.label', { title: 'README.md' })}
        wrap
        memory={memory}
        memoryKey="README.md, plain"
      />
    </>
  )
}
