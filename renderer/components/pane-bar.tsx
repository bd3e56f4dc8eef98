import type { ReactNode } from 'react'
import styles from './pane-bar.module.css'

/** The bar above what a pane shows: what it is, then what can be done with it. */
export function PaneBar({ children }: { children: ReactNode }) {
  return <div className={styles.bar}>{children}</div>
}
