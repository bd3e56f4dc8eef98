import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import styles from './about-dialog.module.css'

/** Which Chartroom this is, and whose work it contains. */
export function AboutDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const info = useContractQuery('app.info', {})
  const notices = useContractQuery('app.thirdPartyNotices', {}, { staleTime: Infinity, gcTime: 0 })
  const version = info.data && `${info.data.version} (${info.data.host}, ${info.data.platform})`
  return (
    <Dialog
      title={t('about.title')}
      width={748}
      description={t('about.license')}
      onClose={onClose}
      onSubmit={onClose}
      buttons={
        <Button type="submit" variant="primary" data-autofocus="">
          {t('common.close')}
        </Button>
      }
    >
      {version !== undefined && (
        <p className={styles.version}>
          <span>{t('about.version', { version })}</span>
          <CopyButton text={version} label={t('about.copyVersion')} />
        </p>
      )}
      <h3 id="about-notices" className={styles.heading}>
        {t('about.notices')}
      </h3>
      <QueryView query={notices} slow={t('about.slow')}>
        {({ text }) => (
          <pre
            className={`${styles.notices} mono`}
            tabIndex={0}
            role="region"
            aria-labelledby="about-notices"
          >
            {text === '' ? t('about.noNotices') : text}
          </pre>
        )}
      </QueryView>
    </Dialog>
  )
}
