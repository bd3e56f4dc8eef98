import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'
import styles from './pill.module.css'

type Props = { tone?: 'neutral' | 'warn' | 'bad' | 'accent'; children: ReactNode }

/** Only for exceptions: pre-release, stored in plain text, a SemVer range in a filter. */
export function Pill({ tone = 'neutral', children }: Props) {
  return (
    <span className={classNames(styles.pill, styles[tone])}>
      <span className="trunc">{children}</span>
    </span>
  )
}
