import styles from './choice.module.css'

type Props = {
  name: string
  isChosen: boolean
  isDisabled?: boolean
  /** Takes the focus when its dialog opens. */
  'data-autofocus'?: '' | undefined
  onChoose: () => void
}

/** One of several; stands in the label that names it. */
export function Radio({ name, isChosen, isDisabled, onChoose, ...rest }: Props) {
  return (
    <input
      type="radio"
      className={styles.radio}
      name={name}
      checked={isChosen}
      disabled={isDisabled}
      {...rest}
      onChange={onChoose}
    />
  )
}
