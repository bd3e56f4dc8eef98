import { useTranslation } from 'react-i18next'
import type { ChartSource } from '../../../../shared/ipc/schemas/charts.ts'
import { QueryView } from '../../../components/query-view.tsx'
import { useChart } from '../chart-queries.ts'
import { DigestUse } from './digest-use.tsx'
import styles from './manifest.module.css'

/** A dropped archive has no manifest before it is pushed: only the digest of the file. */
export function DraftDigest({ source }: { source: ChartSource }) {
  const { t } = useTranslation()
  const chart = useChart(source)
  return (
    <QueryView query={chart} slow={t('chart.slow')}>
      {data => (
        <div className={styles.scroll}>
          <p className={styles.draft}>{t('chart.manifest.draft')}</p>
          <div className={styles.uses}>
            <DigestUse use="archive" digest={data.archiveDigest} />
          </div>
        </div>
      )}
    </QueryView>
  )
}
