import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../icon.tsx'
import { classNames } from '../../lib/class-names.ts'
import { ConnectionFields } from './connection-fields.tsx'
import type { ConnectionProps } from './connection-row.tsx'
import { connectionSummary } from './connection-summary.ts'
import styles from './connection.module.css'

/** Folded to one line: most registries need none of it. */
export function TlsOptions(props: ConnectionProps) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const summary = connectionSummary(t, props.draft, props.shown, props.isPlain)
  return (
    <div className={styles.fold}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="chevronRight" size={12} />
        <span className="t1">{t('connection.options')}</span>
        <span className={classNames('trunc', props.isPlain && 'warn')} title={summary}>
          {summary}
        </span>
      </button>
      {isOpen && (
        <div id={id} className={styles.inside}>
          <ConnectionFields {...props} />
        </div>
      )}
    </div>
  )
}
