import { useId, type InputHTMLAttributes, type ReactNode, type Ref } from 'react'
import { classNames } from '../lib/class-names.ts'
import { SecretInput } from './secret-input.tsx'
import styles from './text-field.module.css'

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'size' | 'onChange' | 'value'> & {
  ref?: Ref<HTMLInputElement>
  label: string
  /** Keeps the label for screen readers only. */
  isLabelHidden?: boolean
  value: string
  onValue: (value: string) => void
  /** 32 for the one main field of a dialog. */
  size?: 'md' | 'lg'
  isMono?: boolean
  leading?: ReactNode
  trailing?: ReactNode
  /** Result or error, inside the field's own block: never a toast. */
  note?: ReactNode
  tone?: 'plain' | 'bad'
}

/** One line of text with its label, and its result below. */
export function TextField({
  label,
  isLabelHidden = false,
  value,
  onValue,
  size = 'md',
  isMono = false,
  leading,
  trailing,
  note,
  tone = 'plain',
  className,
  ref,
  ...rest
}: Props) {
  const id = useId()
  const noteId = `${id}-note`
  const input: InputHTMLAttributes<HTMLInputElement> = {
    autoComplete: 'off',
    autoCapitalize: 'off',
    autoCorrect: 'off',
    spellCheck: false,
    ...rest,
    id,
    className: classNames(styles.input, isMono && 'mono'),
    'aria-invalid': tone === 'bad' || undefined,
    'aria-describedby': note ? noteId : undefined,
    onChange: event => onValue(event.target.value),
  }
  return (
    <div className={classNames(styles.block, className)}>
      <label className={isLabelHidden ? 'sr' : styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={classNames(styles.field, styles[size], tone === 'bad' && styles.bad)}>
        {leading}
        {rest.type === 'password' ? (
          <SecretInput {...input} value={value} />
        ) : (
          <input {...input} ref={ref} value={value} />
        )}
        {trailing}
      </div>
      <div id={noteId} role="status" className={note ? styles.note : 'sr'}>
        {note}
      </div>
    </div>
  )
}
