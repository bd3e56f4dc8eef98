import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectionShown } from '../../../shared/ipc/schemas/connection.ts'
import { Icon } from '../../components/icon.tsx'
import { ConnectionFields } from './connection-fields.tsx'
import type { ConnectionDraft } from './connection-draft.ts'
import { connectionSummary } from './connection-summary.ts'
import styles from './connection.module.css'

type Props = {
  address: string
  shown: ConnectionShown
  draft: ConnectionDraft
  onChange: (draft: ConnectionDraft) => void
}

/** Folded to one line: most registries need none of it. */
export function TlsOptions(props: Props) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const summary = connectionSummary(t, props.draft, props.shown)
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
        <span className="trunc" title={summary}>
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
