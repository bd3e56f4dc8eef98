import { useLayoutEffect, useRef, type TextareaHTMLAttributes } from 'react'
import styles from './secret-text.module.css'

type Props = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'value' | 'defaultValue'> & {
  value: string
}

/** A secret of several lines, masked; like `SecretInput`, its text is in no markup and goes with the field. */
export function SecretText({ value, ...rest }: Props) {
  const field = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    if (field.current && field.current.value !== value) field.current.value = value
  }, [value])
  useLayoutEffect(() => {
    const shown = field.current
    return () => {
      if (shown) shown.value = ''
    }
  }, [])
  return <textarea {...rest} ref={field} className={styles.text} />
}
