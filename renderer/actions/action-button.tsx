import type { ComponentProps } from 'react'
import { IconButton } from '../components/icon-button.tsx'
import type { PossibleAction } from './possible-actions.ts'

type Props = {
  action: PossibleAction | undefined
  className?: string | undefined
  'data-pane-toggle'?: ''
} & Pick<ComponentProps<typeof IconButton>, 'size'>

/** The icon of an action; its words and its key, or why it is off, are the tooltip. */
export function ActionButton({ action, ...rest }: Props) {
  if (!action?.icon) return null
  const { icon, label, keys, refusal, run } = action
  return (
    <IconButton
      {...rest}
      icon={icon}
      label={label}
      keys={keys}
      disabledReason={refusal}
      onClick={run}
    />
  )
}
