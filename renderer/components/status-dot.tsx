import styles from './status-dot.module.css'

/** Filled circle, amber ring, red diamond, grey ring: the shape says it too. Decorative, text stands beside. */
export function StatusDot({ tone }: { tone: 'ok' | 'warn' | 'bad' | 'off' }) {
  return <span className={styles[tone]} aria-hidden="true" />
}
