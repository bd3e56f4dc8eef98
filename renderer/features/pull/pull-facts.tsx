import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { knownWords } from '../../lib/known-words.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { PullPlan } from '../../../shared/ipc/schemas/transfers.ts'
import { shortDigest } from '../../../shared/model/digest.ts'
import { formatReference } from '../../../shared/model/reference.ts'
import { Digest } from '../../components/digest.tsx'
import { formatExactTime, formatTime } from '../../lib/formats.ts'
import styles from './pull.module.css'

type Props = { plan: PullPlan; registry: Registry; children: ReactNode }

/** Tag and full digest; the children are the rows about where it is saved. */
export function PullFacts({ plan, registry, children }: Props) {
  const { t } = useTranslation()
  const { repository } = plan.location
  const host = registry.host
  const { tag } = plan
  return (
    <div className={styles.facts}>
      <span className={styles.label}>{t(tag === undefined ? 'pull.repository' : 'pull.tag')}</span>
      <span className={`mono selectable ${styles.value}`}>
        {formatReference({ host, repository, ...(tag !== undefined && { tag }) })}
      </span>
      <span className={styles.label}>{t('pull.digest')}</span>
      <span className={styles.value}>
        <Digest digest={plan.digest} isFull />
        {plan.fromCache ? (
          <span className={styles.hint}>{t('pull.fromCache', { host })}</span>
        ) : (
          <span className={styles.hint} title={formatExactTime(plan.resolvedAtMs)}>
            {t('pull.resolved', { time: formatTime(plan.resolvedAtMs) })}
          </span>
        )}
        {plan.movedFrom !== undefined && (
          <span className={styles.moved} role="status">
            {t('pull.movedFrom', { tag: tag ?? '', digest: shortDigest(plan.movedFrom) })}
          </span>
        )}
        {plan.warnings.map((warning, index) => (
          <span key={index} className={styles.hint}>
            {knownWords(t, [`warnings.${warning.key}`, 'common.warnings.unknown'], {
              ...warning.params,
              key: warning.key,
            })}
          </span>
        ))}
      </span>
      {children}
    </div>
  )
}
