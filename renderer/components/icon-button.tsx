import type { ButtonHTMLAttributes, Ref } from 'react'
import { classNames } from '../lib/class-names.ts'
import type { IconName } from './icon-paths.ts'
import { Icon } from './icon.tsx'
import styles from './icon-button.module.css'
import { Tooltip } from './tooltip.tsx'

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children' | 'disabled'> & {
  ref?: Ref<HTMLButtonElement>
  icon: IconName
  /** Accessible name and tooltip. */
  label: string
  /** Keys shown in the tooltip, already spelled (`keysLabel`). */
  keys?: string | undefined
  /** 24, or 20 inside rows. */
  size?: 'md' | 'xs'
  isDisabled?: boolean
  /** Disabled, and why: in the tooltip, below the name. */
  disabledReason?: string | undefined
}

export function IconButton({
  icon,
  label,
  keys,
  size = 'md',
  disabledReason,
  isDisabled = disabledReason !== undefined,
  className,
  onClick,
  ...rest
}: Props) {
  return (
    <Tooltip
      label={
        disabledReason === undefined ? (
          label
        ) : (
          <>
            {label}
            <br />
            {disabledReason}
          </>
        )
      }
      keys={keys}
    >
      <button
        {...rest}
        type="button"
        aria-label={label}
        aria-disabled={isDisabled || undefined}
        className={classNames(styles.button, styles[size], className)}
        onClick={event => (isDisabled ? event.preventDefault() : onClick?.(event))}
      >
        <Icon name={icon} size={size === 'xs' ? 12 : 16} />
      </button>
    </Tooltip>
  )
}
