import { useEffect, useEffectEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SplitHandle } from '../../components/split-handle.tsx'
import { closeOnEscape } from '../../lib/close-on-escape.ts'
import { keepFocus } from '../../lib/panes.ts'
import styles from './frame.module.css'
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

/** What floats over the panes, and the button that shows or hides one: no click beside it. */
const notBeside = '[data-raised], [role="menu"], [role="dialog"], [data-pane-toggle]'

/** The pane that lies over the centre closes by a click beside it. Returns how to close it, for Esc. */
const useOverlayPane = ({ sidebar, inspector }: Layout, hasInspector: boolean) => {
  const covers = ({ isOpen, mode }: Layout['sidebar']) => isOpen && mode === 'overlay'
  const name = covers(sidebar)
    ? 'sidebar'
    : hasInspector && covers(inspector)
      ? 'inspector'
      : undefined
  const hide = name && (name === 'sidebar' ? sidebar : inspector).hideOverlay
  const close = useEffectEvent(() => hide?.())
  useEffect(() => {
    if (name === undefined) return
    const onPointerDown = ({ target }: PointerEvent) => {
      if (!(target instanceof Element)) return
      if (target.closest(`[data-pane="${name}"], ${notBeside}`) === null) close()
    }
    document.addEventListener('pointerdown', onPointerDown)
    return () => document.removeEventListener('pointerdown', onPointerDown)
  }, [name])
  return hide
}

/** Title bar, sidebar, centre, inspector, status bar; edges can be dragged, F6 goes round. */
export function Frame({ layout, sidebar, titleBar, inspector, statusBar, children }: Props) {
  const { t } = useTranslation()
  const hasInspector = inspector !== undefined && layout.inspector.isOpen
  useEffect(keepFocus, [])
  const closeOverlay = useOverlayPane(layout, hasInspector)
  return (
    <div
      role="presentation"
      className={styles.window}
      data-sidebar={layout.sidebar.mode}
      data-inspector={hasInspector ? layout.inspector.mode : 'none'}
      onKeyDown={closeOverlay && closeOnEscape(closeOverlay)}
      style={{
        '--w-sidebar': `${layout.sidebar.width}px`,
        '--w-inspector': `${layout.inspector.width}px`,
      }}
    >
      {layout.sidebar.isOpen && (
        <nav
          className={styles.sidebar}
          data-pane="sidebar"
          tabIndex={-1}
          aria-label={t('shell.registries')}
        >
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
      <header className={styles.titleBar} data-pane="title" tabIndex={-1}>
        {titleBar}
      </header>
      <main className={styles.centre} data-pane="centre" tabIndex={-1}>
        {children}
      </main>
      {hasInspector && (
        <aside
          className={styles.inspector}
          data-pane="inspector"
          tabIndex={-1}
          aria-label={t('shell.inspector')}
        >
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
      <footer className={styles.status} data-pane="status" tabIndex={-1}>
        {statusBar}
      </footer>
    </div>
  )
}
