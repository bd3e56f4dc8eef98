import type { ReactNode } from 'react'
import styles from './message.module.css'
import type { IconName } from './icon-paths.ts'
import { Icon } from './icon.tsx'

type Props = {
  icon?: IconName
  title: string
  /** 1 where the screen has no other heading. */
  level?: 1 | 2
  children?: ReactNode
  actions?: ReactNode
}

/** Nothing here, and what to do about it. In the pane it belongs to, left aligned. */
export function EmptyState({ icon, title, level = 2, children, actions }: Props) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <section className={styles.message}>
      {icon && (
        <div className={styles.icon}>
          <Icon name={icon} size={20} />
        </div>
      )}
      <Heading className={styles.title}>{title}</Heading>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </section>
  )
}
