import { Popover as Radix } from 'radix-ui'
import { useState, type ReactElement, type ReactNode } from 'react'
import { closeOnEscape } from '../lib/close-on-escape.ts'
import { focusOnMount } from '../lib/focus-on-mount.ts'
import styles from './popover.module.css'

type Props = {
  trigger: ReactElement
  label: string
  align?: 'start' | 'end'
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  children: ReactNode
}

/** What says `data-autofocus`, else the first that can. The text of a field is selected: typing replaces it. */
const focusMarked = (event: Event) => {
  if (!(event.currentTarget instanceof Element)) return
  const marked = event.currentTarget.querySelector<HTMLElement>('[data-autofocus]')
  if (!marked) return
  event.preventDefault()
  focusOnMount(marked)
  if (marked instanceof HTMLInputElement) marked.select()
}

/** A button in a popover that ends it: `<PopoverClose asChild>`. */
export const PopoverClose = Radix.Close

// What leads elsewhere has given the focus to where it leads.
const keepFocusElsewhere = (event: Event) => {
  const { activeElement, body } = document
  const { currentTarget } = event
  if (!activeElement || activeElement === body) return
  if (currentTarget instanceof Element && currentTarget.contains(activeElement)) return
  event.preventDefault()
}

/** A small panel at its button; Esc and a click elsewhere close it. */
export function Popover({
  trigger,
  label,
  align = 'start',
  isOpen: isHeldOpen,
  onOpenChange,
  children,
}: Props) {
  const [isOwnOpen, setOwnOpen] = useState(false)
  const isOpen = isHeldOpen ?? isOwnOpen
  const setOpen = onOpenChange ?? setOwnOpen
  return (
    <Radix.Root open={isOpen} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={styles.popover}
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          data-raised=""
          onOpenAutoFocus={focusMarked}
          onCloseAutoFocus={keepFocusElsewhere}
          onKeyDown={closeOnEscape(() => setOpen(false))}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
