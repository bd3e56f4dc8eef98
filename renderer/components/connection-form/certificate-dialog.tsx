import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CertificateView } from '../../../shared/ipc/schemas/connection-settings.ts'
import { Button } from '../button.tsx'
import { Dialog } from '../dialog.tsx'
import { CertificateChain } from './certificate-chain.tsx'
import {
  CertificateChoiceList,
  firstChoice,
  type CertificateChoice,
} from './certificate-choice.tsx'
import { CertificateFacts } from './certificate-facts.tsx'
import styles from './certificate.module.css'
import type { ConnectionDraft } from './connection-draft.ts'
import { Failure } from '../failure.tsx'
import { HelmCaLine } from './helm-ca-line.tsx'

type Props = {
  view: CertificateView
  /** Of a registry in the sidebar: refusing leaves it there. */
  isSaved?: boolean
  /** It is trusted because it is the one that was pinned. */
  isPinned?: boolean
  isBusy?: boolean
  error?: Error | null
  /** A CA file or a pin: the connection is tried again with it. */
  onUse: (change: ConnectionDraft) => void
  onClose: () => void
}

const changeOf = (
  choice: CertificateChoice,
  view: CertificateView,
): ConnectionDraft | undefined => {
  if (choice.kind === 'ca') return choice.ca && { ca: choice.ca }
  return choice.kind === 'pin' ? { pin: view.chain[0]?.sha256 ?? null } : undefined
}

const helmFile = (choice: CertificateChoice): string | undefined => {
  const ca = choice.kind === 'ca' ? choice.ca : undefined
  if (ca?.kind === 'offered') return ca.shown
  return ca?.kind === 'file' ? ca.file?.name : undefined
}

/** A certificate that nobody here vouches for: a CA file, a pin, or no connection. */
export function CertificateDialog(props: Props) {
  const { view, isSaved = false, isPinned = false, isBusy = false, error, onUse, onClose } = props
  const { t } = useTranslation()
  const [choice, setChoice] = useState(() => firstChoice(view))
  const [isChainShown, setChainShown] = useState(false)
  const cancel = useRef<HTMLButtonElement>(null)
  const change = changeOf(choice, view)
  const missing = choice.kind === 'ca' && !change ? t('connection.missing.caFile') : undefined
  const choose = (next: CertificateChoice) => {
    setChoice(next)
    // To the safe answer; but who goes through the choices with the arrow keys stays among them.
    const isByKey = document.activeElement?.matches(':focus-visible')
    if (next.kind === 'pin' && !isByKey) requestAnimationFrame(() => cancel.current?.focus())
  }
  const use = () => {
    if (choice.kind === 'refuse') return onClose()
    if (change && !isBusy) onUse(change)
  }
  const file = helmFile(choice)
  return (
    <Dialog
      isAlert={!view.trusted}
      title={t(view.trusted ? 'connection.trusted' : 'connection.notTrusted', {
        host: view.host,
      })}
      description={t(
        `connection.${isPinned ? 'seenPinnedAt' : view.trusted ? 'seenAt' : 'stopped'}`,
        {
          address: view.address,
        },
      )}
      onClose={onClose}
      // Return never pins.
      onSubmit={choice.kind === 'pin' ? undefined : use}
      footerNote={
        <Button
          variant="ghost"
          className={styles.showChain}
          aria-expanded={isChainShown}
          onClick={() => setChainShown(!isChainShown)}
        >
          {t(isChainShown ? 'connection.hideChain' : 'connection.showChain', {
            count: view.chain.length,
          })}
        </Button>
      }
      buttons={
        view.trusted ? (
          <Button variant="primary" data-autofocus="" onClick={onClose}>
            {t('common.close')}
          </Button>
        ) : (
          <>
            {choice.kind !== 'refuse' && (
              <Button ref={cancel} onClick={onClose}>
                {t('common.cancel')}
              </Button>
            )}
            <Button
              type={choice.kind === 'pin' ? 'button' : 'submit'}
              variant={choice.kind === 'pin' ? 'danger' : 'primary'}
              disabledReason={missing}
              isDisabled={missing !== undefined || isBusy}
              onClick={choice.kind === 'pin' ? use : undefined}
            >
              {t(`connection.button.${choice.kind}`)}
            </Button>
          </>
        )
      }
    >
      <div className={styles.body}>
        <CertificateFacts view={view} isPinned={isPinned} />
        {isChainShown && <CertificateChain chain={view.chain} />}
        {!view.trusted && (
          <CertificateChoiceList view={view} choice={choice} isSaved={isSaved} onChoose={choose} />
        )}
        {error && <Failure error={error} />}
        {file !== undefined && <HelmCaLine file={file} />}
        {choice.kind === 'pin' && <p className="fs12 t2">{t('connection.helmCannotPin')}</p>}
      </div>
    </Dialog>
  )
}
