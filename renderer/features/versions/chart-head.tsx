import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../components/copy-button.tsx'
import { formatCount } from '../../lib/formats.ts'
import { ChartGlyph } from '../../components/chart-glyph.tsx'
import styles from './chart-head.module.css'

type Props = {
  name: string
  reference: string
  /** Undefined while the tags are on their way. */
  versionCount: number | undefined
  isComplete: boolean
  hiddenCount: number
  description: string | undefined
  actions: ReactNode
}

/** Name, how many versions, one line about it, the reference, and what can be done. */
export function ChartHead({
  name,
  reference,
  versionCount,
  isComplete,
  hiddenCount,
  description,
  actions,
}: Props) {
  const { t } = useTranslation()
  const count = formatCount(versionCount ?? 0)
  return (
    <header className={styles.head}>
      <div className={styles.top}>
        <ChartGlyph name={name} />
        <div className={styles.words}>
          <div className={styles.titleLine}>
            <h1 className={styles.name}>{name}</h1>
            <span className="t3 fs12 num nowrap">
              {versionCount !== undefined &&
                t(isComplete ? 'versions.count' : 'versions.countSoFar', {
                  count: versionCount,
                  shown: count,
                })}
              {hiddenCount > 0 && ` · ${t('versions.hidden', { count: hiddenCount })}`}
            </span>
          </div>
          <p className="t2 trunc" title={description}>
            {description}
          </p>
        </div>
      </div>
      <div className={styles.bottom}>
        <span className={styles.reference}>
          <span className="mono trunc selectable">{reference}</span>
          <CopyButton text={reference} label={t('common.copyReference')} />
        </span>
        <div className={styles.actions}>{actions}</div>
      </div>
    </header>
  )
}
