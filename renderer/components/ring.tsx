import styles from './ring.module.css'

/** Something is at work, and how long it takes is not known. */
export function Ring({ size = 14 }: { size?: 14 | 16 }) {
  return (
    <svg className={styles.ring} width={size} height={size} viewBox="0 0 14 14" aria-hidden="true">
      <circle cx="7" cy="7" r="5.5" />
      <circle className={styles.arc} cx="7" cy="7" r="5.5" strokeDasharray="11 34.6" />
    </svg>
  )
}
