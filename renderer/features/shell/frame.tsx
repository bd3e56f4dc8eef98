import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SplitHandle } from '../../components/split-handle.tsx'
import { useShortcuts } from '../../lib/keyboard.ts'
import styles from './frame.module.css'
import { movePaneFocus } from '../../lib/panes.ts'
import type { Layout } from './use-layout.ts'

type Props = {
  layout: Layout
  sidebar: ReactNode
  titleBar: ReactNode
  /** Undefined where there is nothing to inspect: the centre takes its room. */
  inspector: ReactNode | undefined
  statusBar: ReactNode
  children: ReactNode
}

/** Title bar, sidebar, centre, inspector, status bar; edges can be dragged, F6 goes round. */
export function Frame({ layout, sidebar, titleBar, inspector, statusBar, children }: Props) {
  const { t } = useTranslation()
  const hasInspector = inspector !== undefined && layout.inspector.isOpen
  useShortcuts({
    toggleSidebar: layout.sidebar.toggle,
    toggleInspector: inspector === undefined ? undefined : layout.inspector.toggle,
    nextPane: () => movePaneFocus(1),
    previousPane: () => movePaneFocus(-1),
  })
  return (
    <div
      className={styles.window}
      data-sidebar={layout.sidebar.mode}
      data-inspector={hasInspector ? layout.inspector.mode : 'none'}
      style={{
        '--w-sidebar': `${layout.sidebar.width}px`,
        '--w-inspector': `${layout.inspector.width}px`,
      }}
    >
      {layout.sidebar.isOpen && (
        <nav className={styles.sidebar} data-pane="sidebar" aria-label={t('shell.registries')}>
          {sidebar}
          <SplitHandle
            {...layout.sidebar.limits}
            pane="before"
            label={t('shell.resizeSidebar')}
            width={layout.sidebar.width}
            onWidth={layout.sidebar.setWidth}
          />
        </nav>
      )}
      <header className={styles.titleBar} data-pane="title">
        {titleBar}
      </header>
      <main className={styles.centre} data-pane="centre">
        {children}
      </main>
      {hasInspector && (
        <aside className={styles.inspector} data-pane="inspector" aria-label={t('shell.inspector')}>
          <SplitHandle
            {...layout.inspector.limits}
            pane="after"
            label={t('shell.resizeInspector')}
            width={layout.inspector.width}
            onWidth={layout.inspector.setWidth}
          />
          {inspector}
        </aside>
      )}
      <footer className={styles.status} data-pane="status">
        {statusBar}
      </footer>
    </div>
  )
}
