import { useLayoutEffect, useRef, type InputHTMLAttributes } from 'react'

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'defaultValue' | 'type'> & {
  value: string
}

/**
 * A password field whose text stays a property. React mirrors a controlled `value` into the attribute of the same
 * name, and with it into everything that reads the document's markup. It also holds on to the last field that was
 * typed in, and to its text, after the field is gone: hence it is emptied when it goes.
 */
export function SecretInput({ value, ...rest }: Props) {
  const input = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    if (input.current && input.current.value !== value) input.current.value = value
  }, [value])
  useLayoutEffect(() => {
    const field = input.current
    return () => {
      if (field) field.value = ''
    }
  }, [])
  return <input {...rest} ref={input} type="password" />
}
