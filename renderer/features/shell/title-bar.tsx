import { useTranslation } from 'react-i18next'
import { IconButton } from '../../components/icon-button.tsx'
import { useHashHistory, useHashLocation } from '../../lib/hash-history-context.tsx'
import { shortcutLabel, useShortcuts } from '../../lib/keyboard.ts'
import { Crumbs } from './crumbs.tsx'
import styles from './title-bar.module.css'
import type { Layout } from './use-layout.ts'
import { useRefresh } from './use-refresh.ts'

type Props = { layout: Layout; hasInspector: boolean }

/** Back, forward, the path, refresh, and the toggles of the panes. */
export function TitleBar({ layout, hasInspector }: Props) {
  const { t } = useTranslation()
  const history = useHashHistory()
  const { canGoBack, canGoForward } = useHashLocation()
  const { refresh, isRefreshing, canRefresh, isQuiet } = useRefresh()
  useShortcuts({ back: () => history.back(), forward: () => history.forward(), refresh })
  return (
    <>
      {!layout.sidebar.isOpen && (
        <IconButton
          icon="sidebar"
          label={t('shell.showSidebar')}
          keys={shortcutLabel('toggleSidebar')}
          onClick={layout.sidebar.toggle}
        />
      )}
      <IconButton
        icon="back"
        label={t('shell.back')}
        keys={shortcutLabel('back')}
        isDisabled={!canGoBack}
        onClick={() => history.back()}
      />
      <IconButton
        icon="forward"
        label={t('shell.forward')}
        keys={shortcutLabel('forward')}
        isDisabled={!canGoForward}
        onClick={() => history.forward()}
      />
      <Crumbs />
      <IconButton
        icon="refresh"
        label={t('shell.refresh')}
        keys={shortcutLabel('refresh')}
        isDisabled={!canRefresh || isQuiet}
        className={isRefreshing ? styles.turning : undefined}
        onClick={refresh}
      />
      <IconButton
        icon="inspector"
        label={t(layout.inspector.isOpen ? 'shell.hideInspector' : 'shell.showInspector')}
        keys={shortcutLabel('toggleInspector')}
        data-pane-toggle=""
        isDisabled={!hasInspector}
        onClick={layout.inspector.toggle}
      />
    </>
  )
}
