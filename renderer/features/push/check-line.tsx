import type { ReactNode } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { knownWords } from '../../lib/known-words.ts'
import type { Check } from '../../../shared/ipc/schemas/transfers.ts'
import { shortDigest } from '../../../shared/model/digest.ts'
import type { IconName } from '../../components/icon-paths.ts'
import { Icon } from '../../components/icon.tsx'
import { classNames } from '../../lib/class-names.ts'
import { asSentence, useErrorWords } from '../../lib/error-words.ts'
import { formatAgo, formatBytes, formatExactTime } from '../../lib/formats.ts'
import styles from './check-line.module.css'

const marks: Record<Check['state'], { icon: IconName; tone: string }> = {
  running: { icon: 'notReached', tone: 't3' },
  passed: { icon: 'check', tone: 'ok' },
  notice: { icon: 'dash', tone: 't3' },
  warning: { icon: 'alert', tone: 'warn' },
  decision: { icon: 'alert', tone: 'warn' },
  failed: { icon: 'failed', tone: 'bad' },
}

/** The rows that stand out. */
const rowTone: Partial<Record<Check['state'], string | undefined>> = {
  warning: styles.decision,
  decision: styles.decision,
  failed: styles.failed,
}

/** One line under "Checks": mark, name, what was seen; amber where the user owes a decision or should know, red where it ends. */
export function CheckLine({ check, action }: { check: Check; action?: ReactNode }) {
  const { t } = useTranslation()
  const { icon, tone } = marks[check.state]
  return (
    <li className={classNames(styles.check, rowTone[check.state])}>
      <span className={tone}>
        <Icon name={icon} />
        <span className="sr">{t(`push.states.${check.state}`)}</span>
      </span>
      <span className={styles.name}>
        {knownWords(t, [`push.titles.${check.check}-${check.key}`, `push.titles.${check.check}`])}
      </span>
      <span className={styles.seen}>
        <Seen check={check} />
      </span>
      <span className={styles.end}>{action ?? <Age createdAt={check.params['createdAt']} />}</span>
    </li>
  )
}

function Seen({ check }: { check: Check }) {
  const { t } = useTranslation()
  const words = useErrorWords({ ...check.params, params: check.params })
  if (check.state === 'running') return <span className="t3">{t('push.asking')}</span>
  if (check.key === 'unanswered' || (check.check === 'archive' && check.key === 'refused'))
    return (
      <>
        {asSentence(words.title)} <span className="t2">{words.advice}</span>
      </>
    )
  if (check.check === 'tag' && check.key === 'other-digest') return <MovedTag check={check} />
  return (
    <Trans
      i18nKey={wordsOf(check)}
      values={shown(check.params)}
      components={{ m: <span className="mono" /> }}
    />
  )
}

const wordsOf = ({ check, key, params }: Check): string[] =>
  check === 'provenance' && key === 'refused'
    ? [`push.provenanceRefused.${params['reason']}`, 'push.provenanceRefused.other']
    : [`push.checks.${check}.${key}`]

/** Sizes as people read them. */
const shown = (params: Check['params']) =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'number' && name.endsWith('izeBytes') ? formatBytes(value) : value,
    ]),
  )

function MovedTag({ check }: { check: Check }) {
  const { t } = useTranslation()
  const { tag, from, to } = check.params
  return (
    <>
      {t('push.checks.tag.other-digest', { tag: tag ?? '' })}
      <span className={styles.fromTo}>
        <span className="t2">{t('push.from')}</span>
        <span className="mono" title={String(from)}>
          {shortDigest(String(from))}
        </span>
        <span className="t2">{t('push.to')}</span>
        <span className="mono" title={String(to)}>
          {shortDigest(String(to))}
        </span>
      </span>
    </>
  )
}

function Age({ createdAt }: { createdAt: string | number | undefined }) {
  const { t } = useTranslation()
  const timeMs = typeof createdAt === 'string' ? Date.parse(createdAt) : Number.NaN
  if (Number.isNaN(timeMs)) return null
  return (
    <span title={formatExactTime(timeMs)}>{t('push.created', { ago: formatAgo(timeMs) })}</span>
  )
}
