import { classNames } from '../lib/class-names.ts'
import { Icon } from './icon.tsx'
import styles from './select.module.css'

type Props<Id extends string> = {
  /** Accessible name. */
  label: string
  options: readonly { readonly id: Id; readonly label: string }[]
  selected: Id
  onSelect: (id: Id) => void
  isDisabled?: boolean
  className?: string | undefined
}

/** One of a few values in little room: the browser's own list, with its keys. */
export function Select<Id extends string>(props: Props<Id>) {
  const { label, options, selected, onSelect, isDisabled, className } = props
  return (
    <span className={classNames(styles.select, className)}>
      <select
        className={styles.field}
        aria-label={label}
        value={selected}
        disabled={isDisabled}
        onChange={({ target }) => {
          const chosen = options.find(({ id }) => id === target.value)
          if (chosen) onSelect(chosen.id)
        }}
      >
        {options.map(option => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevronDown" size={12} />
    </span>
  )
}
