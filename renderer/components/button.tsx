import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classNames } from '../lib/class-names.ts'
import styles from './button.module.css'
import type { IconName } from './icon-paths.ts'
import { Icon } from './icon.tsx'
import { Tooltip } from './tooltip.tsx'

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> & {
  ref?: Ref<HTMLButtonElement>
  variant?: 'default' | 'primary' | 'ghost' | 'danger' | 'link'
  size?: 'md' | 'sm'
  icon?: IconName | undefined
  iconEnd?: IconName | undefined
  /** Disabled, and why: shown as a tooltip. */
  disabledReason?: string | undefined
  isDisabled?: boolean
  /** Takes the focus when its dialog opens. */
  'data-autofocus'?: ''
  children: ReactNode
}

/** A verb that matches its result. Disabled ones stay focusable, so that the reason can be read. */
export function Button({
  variant = 'default',
  size = 'md',
  icon,
  iconEnd,
  disabledReason,
  isDisabled = disabledReason !== undefined,
  children,
  className,
  onClick,
  type = 'button',
  ...rest
}: Props) {
  return (
    <Tooltip label={disabledReason}>
      <button
        {...rest}
        type={type}
        className={classNames(styles.button, styles[variant], styles[size], className)}
        aria-disabled={isDisabled || undefined}
        onClick={event => (isDisabled ? event.preventDefault() : onClick?.(event))}
      >
        {icon && <Icon name={icon} size={14} />}
        {children}
        {iconEnd && <Icon name={iconEnd} size={14} />}
      </button>
    </Tooltip>
  )
}
