import type { ReactNode } from 'react'
import styles from './message.module.css'
import { Icon, type IconName } from './icon.tsx'

type Props = {
  icon?: IconName
  title: string
  children?: ReactNode
  actions?: ReactNode
}

/** Nothing here, and what to do about it. In the pane it belongs to, left aligned. */
export function EmptyState({ icon, title, children, actions }: Props) {
  return (
    <section className={styles.message}>
      {icon && (
        <div className={styles.icon}>
          <Icon name={icon} size={20} />
        </div>
      )}
      <h2 className={styles.title}>{title}</h2>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </section>
  )
}
