import styles from './choice.module.css'

type Props = { name: string; isChosen: boolean; onChoose: () => void }

/** One of several; stands in the label that names it. */
export function Radio({ name, isChosen, onChoose }: Props) {
  return (
    <input
      type="radio"
      className={styles.radio}
      name={name}
      checked={isChosen}
      onChange={onChoose}
    />
  )
}
