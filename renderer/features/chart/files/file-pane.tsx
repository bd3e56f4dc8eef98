import { useTranslation } from 'react-i18next'
import type { ArchiveEntry, ChartSource } from '../../../../shared/ipc/schemas/charts.ts'
import { CodePane } from '../../../components/code-view/code-pane.tsx'
import { languageOf } from '../../../components/code-view/language-of.ts'
import type { ViewMemory } from '../../../components/code-view/view-memory.ts'
import { IconButton } from '../../../components/icon-button.tsx'
import { PaneBar } from '../../../components/pane-bar.tsx'
import { QueryView } from '../../../components/query-view.tsx'
import { formatBytes } from '../../../lib/formats.ts'
import { useChartFile } from '../chart-queries.ts'
import { textNotice } from '../text-notice.ts'
import styles from './files.module.css'
import { SaveFileButton } from './save-file-button.tsx'

type Props = {
  source: ChartSource
  path: string
  entry: ArchiveEntry
  memory: ViewMemory
  onClose: () => void
}

/** One file of the archive: its text, or what it is instead. */
export function FilePane({ source, path, entry, memory, onClose }: Props) {
  return (
    <div className={styles.file}>
      {entry.kind === 'text' ? (
        <TextFile source={source} path={path} entry={entry} memory={memory} onClose={onClose} />
      ) : (
        <OtherFile source={source} path={path} entry={entry} onClose={onClose} />
      )}
    </div>
  )
}

function TextFile({ source, path, entry, memory, onClose }: Props) {
  const { t } = useTranslation()
  const file = useChartFile(source, entry.index)
  return (
    <QueryView query={file} slow={t('chart.slow')}>
      {content =>
        content.kind === 'text' ? (
          <CodePane
            title={path}
            text={content.text}
            language={languageOf(path)}
            memory={memory}
            memoryKey={`file:${path}`}
            notice={textNotice(t, content)}
            actions={<SaveFileButton source={source} index={entry.index} />}
            end={<CloseFileButton onClose={onClose} />}
          />
        ) : (
          <OtherFile source={source} path={path} entry={entry} onClose={onClose} />
        )
      }
    </QueryView>
  )
}

function CloseFileButton({ onClose }: Pick<Props, 'onClose'>) {
  const { t } = useTranslation()
  return <IconButton icon="close" label={t('chart.files.close')} onClick={onClose} />
}

function OtherFile({ source, path, entry, onClose }: Omit<Props, 'memory'>) {
  const { t } = useTranslation()
  const canSave = entry.kind === 'binary' || entry.kind === 'archive'
  return (
    <section aria-label={path}>
      <PaneBar>
        <span className="mono trunc t1" title={path}>
          {path}
        </span>
        <span className="grow" />
        {canSave && <SaveFileButton source={source} index={entry.index} />}
        <CloseFileButton onClose={onClose} />
      </PaneBar>
      <p className={styles.sentence}>
        {t(`chart.files.other.${entry.kind}`, {
          size: formatBytes(entry.sizeBytes),
          target: entry.linkTarget ?? '',
        })}
      </p>
    </section>
  )
}
