import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chart, ChartSource } from '../../../../shared/ipc/schemas/charts.ts'
import type { ViewMemory } from '../../../components/code-view/view-memory.ts'
import { PaneBar } from '../../../components/pane-bar.tsx'
import { formatBytes, formatCount } from '../../../lib/formats.ts'
import type { OpenFiles } from '../../../lib/view-states.ts'
import { useViewState } from '../../../lib/view-state.ts'
import { chartPlace } from '../chart-memory.ts'
import { buildFileTree, findNode, type FileNode, visibleRows } from './file-tree.ts'
import { FileTreeView } from './file-tree-view.tsx'
import { FilePane } from './file-pane.tsx'
import styles from './files.module.css'

type Props = { source: ChartSource; chart: Chart; memory: ViewMemory }

/** The whole archive as a tree; the chosen file below it. What is unfolded and open stays for the next version. */
export function FilesTab({ source, chart, memory }: Props) {
  const { t } = useTranslation()
  const tree = useRef<HTMLDivElement>(null)
  const [kept, setKept] = useViewState('chart.files', chartPlace(source))
  const nodes = useMemo(() => buildFileTree(chart.files), [chart.files])
  const rows = useMemo(() => visibleRows(nodes, kept.unfolded), [nodes, kept.unfolded])
  const open = kept.openKey === undefined ? undefined : findNode(nodes, kept.openKey)
  // What was looked for has been shown by then.
  const keep = (next: Partial<OpenFiles>) =>
    setKept({ openKey: kept.openKey, unfolded: kept.unfolded, ...next })
  const fold = (node: FileNode, isUnfolded: boolean) => {
    const unfolded = new Set(kept.unfolded)
    if (isUnfolded) unfolded.add(node.key)
    else unfolded.delete(node.key)
    keep({ unfolded })
  }
  return (
    <>
      <PaneBar>
        <span>
          {t('chart.files.summary', {
            count: chart.files.length,
            files: formatCount(chart.files.length),
            unpacked: formatBytes(chart.unpackedSizeBytes),
          })}
        </span>
      </PaneBar>
      <div className={open ? styles.treeAbove : styles.treeAlone}>
        <FileTreeView
          ref={tree}
          rows={rows}
          unfolded={kept.unfolded}
          openKey={open?.key}
          revealed={kept.revealed}
          onFold={fold}
          onOpen={node => keep({ openKey: node.key })}
        />
      </div>
      {open?.entry && (
        <FilePane
          key={open.key}
          source={source}
          path={open.key}
          entry={open.entry}
          memory={memory}
          onClose={() => {
            keep({ openKey: undefined })
            tree.current?.focus()
          }}
        />
      )}
    </>
  )
}
