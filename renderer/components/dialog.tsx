import { Dialog as Radix } from 'radix-ui'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { focusOnMount } from '../lib/focus-on-mount.ts'
import { useOpener } from '../lib/use-opener.ts'
import { classNames } from '../lib/class-names.ts'
import { Button } from './button.tsx'
import { LeaveContext } from './cancel-button.tsx'
import { DialogFrame } from './dialog-frame.tsx'
import frame from './dialog-frame.module.css'
import styles from './dialog.module.css'
import { IconButton } from './icon-button.tsx'

type Props = {
  title: string
  /** A glyph before the title. */
  leading?: ReactNode
  description?: ReactNode | undefined
  width?: 580 | 748
  onClose: () => void
  /** Something was typed that closing would lose: it asks first. */
  hasTyped?: boolean
  /** What Return does. Leave it out where the primary action is destructive. */
  onSubmit?: (() => void) | undefined
  /** An alert dialog: a decision before something cannot be taken back. */
  isAlert?: boolean
  /** At the left of the buttons: a count, a sentence. */
  footerNote?: ReactNode
  buttons: ReactNode
  children: ReactNode
}

// What says `data-autofocus`, else the first that can; not the close button at the top.
const focusFirst = (event: Event) => {
  if (!(event.currentTarget instanceof Element)) return
  const first =
    event.currentTarget.querySelector<HTMLElement>('[data-autofocus]') ??
    event.currentTarget.querySelector<HTMLElement>(
      ':scope > form > :not(header) :is(input, textarea, button, a[href], [tabindex="0"])',
    )
  if (!first) return
  event.preventDefault()
  focusOnMount(first)
}

/** Where the buttons were: whether what was typed may go. Whoever answers no is where they were before. */
function DiscardQuestion({ onKeep, onDiscard }: { onKeep: () => void; onDiscard: () => void }) {
  const { t } = useTranslation()
  return (
    <>
      <div className={classNames('grow', styles.footNote)} role="alert">
        {t('common.discard.question')}
      </div>
      <Button ref={focusOnMount} onClick={onKeep}>
        {t('common.discard.keep')}
      </Button>
      <Button variant="danger" onClick={onDiscard}>
        {t('common.discard.button')}
      </Button>
    </>
  )
}

/** Modal, in the upper half of the window; Esc closes, focus is trapped and goes back to the opener. */
export function Dialog({
  title,
  leading,
  description,
  width = 580,
  onClose,
  hasTyped = false,
  onSubmit,
  isAlert = false,
  footerNote,
  buttons,
  children,
}: Props) {
  const { t } = useTranslation()
  const focusOpener = useOpener()
  const form = useRef<HTMLFormElement>(null)
  const before = useRef<HTMLElement>(null)
  const [isAsking, setAsking] = useState(false)
  const keep = () => {
    setAsking(false)
    const field = before.current?.isConnected ? before.current : undefined
    ;(field ?? form.current?.querySelector<HTMLElement>('input, textarea, button'))?.focus()
  }
  const leave = () => {
    if (!hasTyped) return onClose()
    if (isAsking) return keep()
    before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    setAsking(true)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    onSubmit?.()
  }
  return (
    <DialogFrame
      shape={width === 748 ? 'wide' : 'dialog'}
      isAlert={isAlert}
      isDescribed={description !== undefined}
      onClose={leave}
      onOpenAutoFocus={focusFirst}
      onCloseAutoFocus={focusOpener}
    >
      <form ref={form} className={styles.form} onSubmit={submit} noValidate>
        <header className={styles.head}>
          {leading}
          <div className="grow">
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            {description !== undefined && (
              <Radix.Description className={styles.description}>{description}</Radix.Description>
            )}
          </div>
          <Radix.Close asChild>
            <IconButton icon="close" label={t('common.close')} keys="Esc" />
          </Radix.Close>
        </header>
        <div className={styles.body}>{children}</div>
        <footer className={frame.foot}>
          {isAsking && hasTyped ? (
            <DiscardQuestion onKeep={keep} onDiscard={onClose} />
          ) : (
            <>
              <div className={classNames('grow', styles.footNote)}>{footerNote}</div>
              <LeaveContext value={leave}>{buttons}</LeaveContext>
            </>
          )}
        </footer>
      </form>
    </DialogFrame>
  )
}
