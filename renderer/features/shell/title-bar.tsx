import { useActions } from '../../actions/use-actions.ts'
import { ActionButton } from '../../actions/action-button.tsx'
import { Crumbs } from './crumbs.tsx'
import styles from './title-bar.module.css'
import type { Layout } from './use-layout.ts'

type Props = { layout: Layout; isRefreshing: boolean }

/** Back, forward, the path, refresh, and the toggles of the panes. */
export function TitleBar({ layout, isRefreshing }: Props) {
  const action = useActions()
  return (
    <>
      {!layout.sidebar.isOpen && <ActionButton action={action('toggleSidebar')} />}
      <ActionButton action={action('back')} />
      <ActionButton action={action('forward')} />
      <Crumbs />
      <ActionButton
        action={action('refresh')}
        className={isRefreshing ? styles.turning : undefined}
      />
      <ActionButton action={action('toggleInspector')} data-pane-toggle="" />
    </>
  )
}
