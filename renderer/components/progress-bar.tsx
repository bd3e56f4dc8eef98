import styles from './progress-bar.module.css'

type Props = { label: string; value: number; max: number; width?: number | undefined }

/** 4 px. With no known total show bytes instead, not a bar. */
export function ProgressBar({ label, value, max, width }: Props) {
  const percent = max === 0 ? 0 : Math.min(100, (value / max) * 100)
  return (
    <div
      className={styles.bar}
      style={width === undefined ? undefined : { width, flex: 'none' }}
      role="progressbar"
      aria-label={label}
      aria-valuenow={Math.round(percent)}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div className={styles.fill} style={{ width: `${percent}%` }} />
    </div>
  )
}
