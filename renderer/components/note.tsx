import type { ReactNode } from 'react'
import type { IconName } from './icon-paths.ts'
import { Icon } from './icon.tsx'
import styles from './note.module.css'

type Props = {
  icon: IconName
  /** `warn` owes a decision; `result` is what a test showed. */
  tone: 'warn' | 'bad' | 'ok'
  title: ReactNode
  children?: ReactNode
  aside?: ReactNode
  actions?: ReactNode
}

/** A result or a decision inside a dialog. */
export function Note({ icon, tone, title, children, aside, actions }: Props) {
  return (
    <div className={styles[tone]} role={tone === 'bad' ? 'alert' : 'status'}>
      <span className={styles.icon}>
        <Icon name={icon} />
      </span>
      <div className="grow">
        <div className={styles.title}>{title}</div>
        {children}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {aside}
    </div>
  )
}
