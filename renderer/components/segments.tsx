import { classNames } from '../lib/class-names.ts'
import styles from './segments.module.css'

type Props<Id extends string> = {
  label: string
  options: readonly { id: Id; label: string }[]
  selected: Id
  onSelect: (id: Id) => void
}

/** A few ways to see or do one thing, side by side; radio buttons to the keyboard and a screen reader. */
export function Segments<Id extends string>({ label, options, selected, onSelect }: Props<Id>) {
  return (
    <div className={styles.segments} role="radiogroup" aria-label={label}>
      {options.map(option => (
        <label
          key={option.id}
          className={classNames(styles.segment, option.id === selected && styles.on)}
        >
          <input
            type="radio"
            className="sr"
            name={label}
            checked={option.id === selected}
            onChange={() => onSelect(option.id)}
          />
          {option.label}
        </label>
      ))}
    </div>
  )
}
