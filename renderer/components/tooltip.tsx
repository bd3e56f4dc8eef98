import { Tooltip as Radix } from 'radix-ui'
import {
  type FocusEvent,
  type ReactElement,
  type ReactNode,
  type SyntheticEvent,
  useEffect,
  useRef,
  useState,
} from 'react'
import { passEscapeOn } from '../lib/close-on-escape.ts'
import { Kbd } from './kbd.tsx'
import styles from './tooltip.module.css'

type Props = {
  /** Without one there is no tooltip; what is wrapped stays the same element when one comes. */
  label: ReactNode | undefined
  /** Keys already spelled (`keysLabel`). */
  keys?: string | undefined
  side?: 'top' | 'bottom' | 'left' | 'right'
  children: ReactElement
}

export const TooltipProvider = ({ children }: { children: ReactNode }) => (
  <Radix.Provider delayDuration={500} skipDelayDuration={200} disableHoverableContent>
    {children}
  </Radix.Provider>
)

/** Open at once where the pointer or the keyboard rests already when the label comes. */
const useOpenWithLabel = (hasLabel: boolean) => {
  const [isOpen, setIsOpen] = useState(false)
  const trigger = useRef<HTMLButtonElement>(null)
  const hadLabel = useRef(hasLabel)
  useEffect(() => {
    if (hadLabel.current === hasLabel) return
    hadLabel.current = hasLabel
    setIsOpen(hasLabel && trigger.current?.matches(':hover, :focus-visible') === true)
  }, [hasLabel])
  return { trigger, isOpen, setIsOpen }
}

// What is prevented does not open the tooltip (Radix looks).
const prevent = (event: SyntheticEvent) => event.preventDefault()

// The focus that a dialog or a menu gives back to whoever uses the mouse asks for no name.
const preventUnseen = (event: FocusEvent) => {
  if (!event.currentTarget.matches(':focus-visible')) event.preventDefault()
}

/** A name or an exact value for what it wraps. */
export function Tooltip({ label, keys, side = 'bottom', children }: Props) {
  const hasLabel = label !== undefined
  const { trigger, isOpen, setIsOpen } = useOpenWithLabel(hasLabel)
  return (
    <Radix.Root open={isOpen} onOpenChange={setIsOpen}>
      <Radix.Trigger
        ref={trigger}
        asChild
        {...(!hasLabel && { onPointerMove: prevent })}
        onFocus={hasLabel ? preventUnseen : prevent}
      >
        {children}
      </Radix.Trigger>
      {hasLabel && (
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
      )}
    </Radix.Root>
  )
}
