import { Kbd } from './kbd.tsx'
import styles from './key-hints.module.css'

export type KeyHint = {
  /** Already spelled; several are alternatives. */
  keys: readonly string[]
  label: string
}

/** The keys of a screen, at its foot. */
export function KeyHints({ hints }: { hints: readonly KeyHint[] }) {
  return (
    <div className={styles.hints}>
      {hints.map(({ keys, label }) => (
        <span key={label} className={styles.hint}>
          {keys.map(key => (
            <Kbd key={key} keys={key} />
          ))}
          {label}
        </span>
      ))}
    </div>
  )
}
