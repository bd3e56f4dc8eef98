import styles from './kbd.module.css'

/** Keys as spelled by `shortcutLabel` or `keysLabel`. */
export function Kbd({ keys }: { keys: string }) {
  return <kbd className={styles.kbd}>{keys}</kbd>
}
