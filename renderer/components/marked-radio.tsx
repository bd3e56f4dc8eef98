import type { ComponentProps } from 'react'
import { Icon } from './icon.tsx'
import { Radio } from './radio.tsx'
import styles from './marked-radio.module.css'

/** A choice within a choice: a check says which; the radio button below it keeps the keys and the name. */
export function MarkedRadio(props: ComponentProps<typeof Radio>) {
  return (
    <span className={styles.mark}>
      {props.isChosen && <Icon name="check" size={14} />}
      {props.isDisabled && (
        <span className="bad">
          <Icon name="alert" size={14} />
        </span>
      )}
      <Radio {...props} />
    </span>
  )
}
