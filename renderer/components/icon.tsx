import { iconPaths, type IconName } from './icon-paths.ts'
import styles from './icon.module.css'

/** Decorative: whoever holds it gives the name. 14 in rows, 16 in bars, 20 in empty states. */
export function Icon({ name, size = 16 }: { name: IconName; size?: 12 | 14 | 16 | 20 }) {
  return (
    <svg className={styles[`size${size}`]} viewBox="0 0 16 16" aria-hidden="true">
      <path d={iconPaths[name]} strokeDasharray={name === 'notReached' ? '1.5 2.58' : undefined} />
    </svg>
  )
}
