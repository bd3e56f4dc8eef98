import styles from './kbd.module.css'

/** Keys as spelled by `keysLabel`. */
export function Kbd({ keys }: { keys: string }) {
  return <kbd className={styles.kbd}>{keys}</kbd>
}
