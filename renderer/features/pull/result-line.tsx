import type { ReactNode } from 'react'
import type { IconName } from '../../components/icon-paths.ts'
import { Icon } from '../../components/icon.tsx'
import { classNames } from '../../lib/class-names.ts'
import styles from './pull.module.css'

type Props = {
  mark: IconName
  tone: 'ok' | 't3' | 'warn' | 'bad'
  name: string
  end?: ReactNode
  children: ReactNode
}

/** One line of what a pull found: mark, name, what was seen, what can be done. */
export function ResultLine({ mark, tone, name, end, children }: Props) {
  return (
    <div className={classNames(styles.line, tone === 'warn' && styles.lineWarn)}>
      <span className={tone}>
        <Icon name={mark} />
      </span>
      <span className={styles.lineName}>{name}</span>
      <span className={styles.lineSeen}>{children}</span>
      <span>{end}</span>
    </div>
  )
}
