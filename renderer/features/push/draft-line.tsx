import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Draft } from '../../../shared/ipc/schemas/transfers.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import type { IconName } from '../../components/icon-paths.ts'
import { Icon } from '../../components/icon.tsx'
import { formatBytes } from '../../lib/formats.ts'
import styles from './draft-line.module.css'
import sheet from './sheet.module.css'
import type { Readiness } from './readiness.ts'

type Props = {
  draft: Draft
  readiness: Readiness | undefined
  hasTarget: boolean
  isOpen: boolean
  mayMove: boolean
  onMayMove: (mayMove: boolean) => void
  onToggle: () => void
  onInspect: () => void
  children: ReactNode
}

const marks: Record<Readiness['kind'], { icon: IconName; tone: string }> = {
  checking: { icon: 'notReached', tone: 't3' },
  ready: { icon: 'check', tone: 'ok' },
  'moves-tag': { icon: 'alert', tone: 'warn' },
  'owes-decision': { icon: 'alert', tone: 'warn' },
  'already-there': { icon: 'dash', tone: 't3' },
  failed: { icon: 'failed', tone: 'bad' },
}

/** One of several charts: its name, and its verdict in a few words. */
export function DraftLine(props: Props) {
  const { draft, readiness, hasTarget, isOpen, mayMove, onMayMove, onToggle, children } = props
  const { t } = useTranslation()
  const panelId = useId()
  const kind = readiness?.kind ?? 'checking'
  const title = `${draft.metadata.name} ${draft.metadata.version}`
  const { icon, tone } = marks[kind]
  return (
    <section className={styles.draft}>
      <div className={styles.line}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          aria-controls={panelId}
          onClick={onToggle}
        >
          <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={12} />
          {hasTarget && (
            <span className={tone}>
              <Icon name={icon} />
            </span>
          )}
          <span className={`trunc ${styles.name}`} title={title}>
            {title}
          </span>
          <span className={`t2 trunc ${styles.verdict}`}>
            {hasTarget ? t(`push.verdicts.${kind}`) : formatBytes(draft.sizeBytes)}
          </span>
        </button>
        {kind === 'moves-tag' && (
          <label className={styles.mayMove}>
            <Checkbox isChecked={mayMove} onChange={onMayMove} />
            {t('push.moveTag')}
          </label>
        )}
      </div>
      <div id={panelId} hidden={!isOpen}>
        {children}
        {isOpen && (
          <div className={sheet.section}>
            <Button size="sm" onClick={props.onInspect}>
              {t('push.inspect')}
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}
