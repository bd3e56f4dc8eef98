import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useContractMutation, useContractQuery } from '../../lib/contract-query.ts'
import styles from '../../components/sign-in-form/dialogs.module.css'
import { ErrorPane } from '../../components/error-pane.tsx'

/** Reading the built-in registry needs no sign-in, writing does: for helm and other programs. */
export function LocalPasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  // A mutation, so that the password is in no cache.
  const reveal = useContractMutation('signIns.localPassword', { gcTime: 0 })
  const address = useContractQuery('app.info', {}).data?.localRegistry.address ?? ''
  const shown = reveal.data
  return (
    <Dialog
      title={t('registries.localPassword.title')}
      description={t('registries.localPassword.text')}
      onClose={onClose}
      buttons={
        <Button variant="primary" onClick={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      {reveal.error && <ErrorPane error={reveal.error} />}
      {shown ? (
        <dl className={styles.secret}>
          <dt>{t('registries.username')}</dt>
          <dd className="mono">{shown.username}</dd>
          <dd />
          <dt>{t('registries.localPassword.password')}</dt>
          <dd className="mono">{shown.password}</dd>
          <dd>
            <CopyButton text={shown.password} label={t('registries.localPassword.copy')} />
          </dd>
          <dt>helm</dt>
          <dd className="mono">
            helm registry login {address} --plain-http -u {shown.username} --password-stdin
          </dd>
          <dd />
        </dl>
      ) : (
        <Button onClick={() => reveal.mutate({})}>{t('registries.localPassword.show')}</Button>
      )}
    </Dialog>
  )
}
