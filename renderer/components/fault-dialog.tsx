import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { WindowPart } from '../../shared/model/window-part.ts'
import { LoadFault } from '../lib/lazy-view.tsx'
import { focusOnMount } from '../lib/focus-on-mount.ts'
import { Button } from './button.tsx'
import styles from './fault-dialog.module.css'
import { Icon } from './icon.tsx'
import message from './message.module.css'

type Props = { part: WindowPart; error: unknown; onRetry: () => void; onClose: () => void }

/**
 * In the place of a dialog that could not be drawn. The browser's own dialog keeps the focus, because the code of our
 * dialogs may be what was not loaded.
 */
export function FaultDialog({ part, error, onRetry, onClose }: Props) {
  const { t } = useTranslation()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  const title = t(`fault.title.${part}`)
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      role="alertdialog"
      aria-label={title}
      data-raised=""
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
    >
      <div className={message.message}>
        <div className={message.icon}>
          <Icon name="alert" size={20} />
        </div>
        <h2 className={message.title}>{title}</h2>
        <div className={message.text}>
          {t(error instanceof LoadFault ? 'fault.notLoaded' : 'fault.advice')}
        </div>
        <div className={message.actions}>
          <Button ref={focusOnMount} variant="primary" onClick={onRetry}>
            {t('common.tryAgain')}
          </Button>
          <Button onClick={onClose}>{t('common.close')}</Button>
        </div>
      </div>
    </dialog>
  )
}
