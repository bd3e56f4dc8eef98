import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { useContractMutation, useContractQuery } from '../../lib/contract-query.ts'
import { isWebHost } from '../../lib/environment.ts'
import styles from './log-dialog.module.css'

/** The end of the log, and where the file lies. */
export function LogDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const query = useContractQuery('app.log', {}, { staleTime: 0 })
  const reveal = useContractMutation('app.revealLog')
  const file = query.data?.file ?? ''
  return (
    <Dialog
      title={t('shell.log')}
      width={748}
      description={t('shell.logText', { file })}
      onClose={onClose}
      buttons={
        <>
          {!isWebHost && <Button onClick={() => reveal.mutate({})}>{t('shell.revealLog')}</Button>}
          <Button variant="primary" onClick={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      <QueryView query={query} slow={t('shell.logSlow')}>
        {({ tail }) => (
          <div className={styles.well}>
            <pre className={`${styles.log} mono`} tabIndex={0}>
              {tail === '' ? t('shell.logEmpty') : tail}
            </pre>
            <span className={styles.copy}>
              <CopyButton text={tail} label={t('shell.copyLog')} />
            </span>
          </div>
        )}
      </QueryView>
    </Dialog>
  )
}
