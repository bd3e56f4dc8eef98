import { Tooltip as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { passEscapeOn } from '../lib/close-on-escape.ts'
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

/** A name or an exact value for what it wraps. */
export function Tooltip({ label, keys, side = 'bottom', children }: Props) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={styles.tooltip}
          side={side}
          sideOffset={5}
          collisionPadding={8}
          data-raised=""
          onEscapeKeyDown={passEscapeOn}
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
