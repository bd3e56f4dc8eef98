import { Tooltip as Radix } from 'radix-ui'
import { useCallback, useEffect, useState, type ReactElement, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { Kbd } from './kbd.tsx'
import styles from './tooltip.module.css'

type Props = {
  label: ReactNode
  /** Keys already spelled (`shortcutLabel`). */
  keys?: string | undefined
  side?: 'top' | 'bottom' | 'left' | 'right'
  children: ReactElement
}

export const TooltipProvider = ({ children }: { children: ReactNode }) => (
  <Radix.Provider delayDuration={500} skipDelayDuration={200} disableHoverableContent>
    {children}
  </Radix.Provider>
)

/** An open tooltip would take Escape for itself, and what lies below it, a dialog, would need a second one. */
const useLetEscapeThrough = (isOpen: boolean, close: () => void) =>
  useEffect(() => {
    if (!isOpen) return
    // On the window, before the layers of Radix hear it on the document.
    const onKeyDown = ({ key }: KeyboardEvent) => key === 'Escape' && flushSync(close)
    addEventListener('keydown', onKeyDown, { capture: true })
    return () => removeEventListener('keydown', onKeyDown, { capture: true })
  }, [isOpen, close])

/** A name or an exact value for what it wraps. */
export function Tooltip({ label, keys, side = 'bottom', children }: Props) {
  const [isOpen, setOpen] = useState(false)
  const close = useCallback(() => setOpen(false), [])
  useLetEscapeThrough(isOpen, close)
  return (
    <Radix.Root open={isOpen} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={styles.tooltip}
          side={side}
          sideOffset={5}
          collisionPadding={8}
          data-raised=""
          // Read through aria-describedby, so as no text of its own.
          aria-hidden="true"
        >
          <span>{label}</span>
          {keys !== undefined && <Kbd keys={keys} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
