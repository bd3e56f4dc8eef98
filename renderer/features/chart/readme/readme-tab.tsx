import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chart } from '../../../../shared/ipc/schemas/charts.ts'
import type { ViewMemory } from '../../../components/code-view/view-memory.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loading } from '../../../components/query-view.tsx'
import { Strip } from '../../../components/strip.tsx'
import { useDelay } from '../../../lib/use-delay.ts'
import { readInWorker } from './read-in-worker.ts'
import { OpenLinkDialog } from './open-link-dialog.tsx'
import { ReadmeDocument } from './readme-document.tsx'
import type { ReadmeLink } from './readme-link.ts'
import type { ParsedReadme } from './readme-node.ts'
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

/** Whatever the layout takes, the words are there after half a second. */
function Pending({ text }: { text: string }) {
  const { t } = useTranslation()
  const isLate = useDelay(500)
  return isLate ? (
    <div className={styles.scroll} tabIndex={0} role="document" aria-label="README">
      <pre className={styles.plain}>{text}</pre>
    </div>
  ) : (
    <Loading slow={t('chart.slow')} />
  )
}

type BodyProps = { text: string; parsed: ParsedReadme; memory: ViewMemory }

function ReadmeBody({ text, parsed, memory }: BodyProps) {
  const { t } = useTranslation()
  const scroll = useScrollMemory(memory, 'README.md', text)
  const [link, setLink] = useState<Extract<ReadmeLink, { url: string }>>()
  return (
    <>
      {parsed.kind === 'plain' && (
        <Strip icon="file">{t(`chart.readme.plain.${parsed.because}`)}</Strip>
      )}
      <div
        ref={scroll.ref}
        className={styles.scroll}
        onScroll={scroll.onScroll}
        tabIndex={0}
        role="document"
        aria-label="README"
      >
        {parsed.kind === 'tree' ? (
          <ReadmeDocument nodes={parsed.nodes} onOpenLink={setLink} />
        ) : (
          <pre className={styles.plain}>{text}</pre>
        )}
      </div>
      {link && <OpenLinkDialog link={link} onClose={() => setLink(undefined)} />}
    </>
  )
}
