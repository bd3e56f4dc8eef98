import { useTranslation } from 'react-i18next'
import type { Draft } from '../../../shared/ipc/schemas/transfers.ts'
import { Digest } from '../../components/digest.tsx'
import { formatBytes } from '../../lib/formats.ts'
import styles from './draft-summary.module.css'
import sheet from './sheet.module.css'

/** What the file itself says, while no target is chosen. */
export function DraftSummary({ draft }: { draft: Draft }) {
  const { t } = useTranslation()
  const { metadata, provenance } = draft
  return (
    <section className={sheet.section}>
      <h3 className={sheet.sectionTitle}>{t('push.summary.title')}</h3>
      <dl className={styles.facts}>
        <dt>{t('push.summary.file')}</dt>
        <dd className="mono">{draft.fileName}</dd>
        <dt>{t('push.summary.chart')}</dt>
        <dd>
          {metadata.name} {metadata.version}
        </dd>
        {metadata.description !== undefined && (
          <>
            <dt>{t('push.summary.description')}</dt>
            <dd>{metadata.description}</dd>
          </>
        )}
        <dt>{t('push.summary.size')}</dt>
        <dd>
          {t('push.summary.sizes', {
            size: formatBytes(draft.sizeBytes),
            unpacked: formatBytes(draft.unpackedSizeBytes),
          })}
        </dd>
        <dt>{t('push.summary.provenance')}</dt>
        <dd>{provenance ? t(`push.summary.hash.${provenance.hash}`) : t('push.summary.none')}</dd>
        <dt>{t('push.summary.digest')}</dt>
        <dd>
          <Digest digest={draft.archiveDigest} isFull />
        </dd>
      </dl>
    </section>
  )
}
