import styles from './skeleton.module.css'

/** One static bar where a value will be. */
export function Skeleton({ width }: { width: number }) {
  return <span className={styles.bar} style={{ width }} aria-hidden="true" />
}

const rowWidths = [220, 168, 240, 196, 150, 212, 180, 232]

/** Bars in row rhythm for a list on its way. */
export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  return (
    <div className={styles.rows} aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row}>
          <Skeleton width={rowWidths[row % rowWidths.length] ?? 200} />
        </div>
      ))}
    </div>
  )
}
