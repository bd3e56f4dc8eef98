import { Dialog as Radix } from 'radix-ui'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { classNames } from '../lib/class-names.ts'
import { closeOnEscape } from '../lib/close-on-escape.ts'
import styles from './dialog-frame.module.css'
import { MenuHostContext } from './menu-host.tsx'

type Props = {
  ref?: RefObject<HTMLDivElement | null>
  /** `sheet` stands over the panes, beside the sidebar. */
  shape?: 'dialog' | 'wide' | 'sheet'
  /** An alert dialog: a decision before something cannot be taken back. */
  isAlert?: boolean
  isDescribed?: boolean
  onClose: () => void
  onOpenAutoFocus: (event: Event) => void
  onCloseAutoFocus: (event: Event) => void
  onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void
  children: ReactNode
}

/** Scrim and surface of what is modal: Esc closes, focus is trapped. Its children hold a `DialogTitle`. */
export function DialogFrame({
  ref,
  shape = 'dialog',
  isAlert = false,
  isDescribed = false,
  onClose,
  onKeyDown,
  children,
  ...focus
}: Props) {
  return (
    <Radix.Root open onOpenChange={open => !open && onClose()}>
      <Radix.Portal>
        {/* A press beside it closes nothing, nor does it take the focus away. */}
        <Radix.Overlay className={styles.scrim} onMouseDown={event => event.preventDefault()} />
        <Radix.Content
          {...focus}
          ref={ref}
          className={classNames(styles.surface, styles.dialog, shape !== 'dialog' && styles[shape])}
          role={isAlert ? 'alertdialog' : 'dialog'}
          data-raised=""
          {...(!isDescribed && { 'aria-describedby': undefined })}
          onInteractOutside={event => event.preventDefault()}
          onKeyDown={event => {
            closeOnEscape(onClose)(event)
            onKeyDown?.(event)
          }}
        >
          <MenuHostContext value={null}>{children}</MenuHostContext>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export const DialogTitle = Radix.Title
