import type { ReactNode } from 'react'
import type { ConnectionShown } from '../../../shared/ipc/schemas/connection-settings.ts'
import type { ConnectionDraft } from './connection-draft.ts'
import styles from './connection.module.css'

export type ConnectionProps = {
  /** Where certs.d is asked for files; empty while there is none. */
  address: string
  /** Plain HTTP: there is no certificate to choose for. */
  isPlain: boolean
  /** As it is now. */
  shown: ConnectionShown
  draft: ConnectionDraft
  onChange: (draft: ConnectionDraft) => void
}

type Props = { label: string; children: ReactNode }

/** One thing about a connection that can be chosen. */
export function ConnectionRow({ label, children }: Props) {
  return (
    <div className={styles.row} role="group" aria-label={label}>
      <span className={styles.label}>{label}</span>
      <div className={styles.control}>{children}</div>
    </div>
  )
}
