import { useEffect, useRef } from 'react'
import styles from './choice.module.css'

type Props = {
  isChecked: boolean
  /** Some of what it stands for, not all. */
  isMixed?: boolean
  isDisabled?: boolean
  /** Where no label wraps it. */
  label?: string
  /** Takes the focus when its dialog opens. */
  'data-autofocus'?: '' | undefined
  onChange: (isChecked: boolean) => void
}

export function Checkbox({
  isChecked,
  isMixed = false,
  isDisabled,
  label,
  onChange,
  ...rest
}: Props) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current) box.current.indeterminate = isMixed
  }, [isMixed])
  return (
    <input
      ref={box}
      type="checkbox"
      className={styles.checkbox}
      checked={isChecked}
      {...rest}
      disabled={isDisabled}
      aria-label={label}
      onChange={event => onChange(event.target.checked)}
    />
  )
}
