import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CertificateView } from '../../../shared/ipc/schemas/connection-settings.ts'
import { Button } from '../button.tsx'
import { Note } from '../note.tsx'
import { CertificateDialog } from '../connection-form/certificate-dialog.tsx'
import type { ConnectionDraft } from '../connection-form/connection-draft.ts'

type Props = {
  view: CertificateView
  isSaved?: boolean
  /** It comes up by itself where the user asked for a connection, and waits where nobody did. */
  isOpenAtFirst: boolean
  onUse: (change: ConnectionDraft) => void
}

/** The certificate stands between the user and the registry: it can be looked at again after it was closed. */
export function OwedCertificate({ view, isSaved = false, isOpenAtFirst, onUse }: Props) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const close = () => setOpen(false)
  return (
    <>
      <Note
        icon="alert"
        tone="bad"
        title={t('connection.untrusted', { host: view.host })}
        actions={
          <Button size="sm" onClick={() => setOpen(true)}>
            {t('connection.show')}
          </Button>
        }
      >
        {t('connection.untrustedText')}
      </Note>
      {isOpen && (
        <CertificateDialog
          view={view}
          isSaved={isSaved}
          onUse={change => {
            close()
            onUse(change)
          }}
          onClose={close}
        />
      )}
    </>
  )
}
