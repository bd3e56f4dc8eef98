import { Note } from '../../components/note.tsx'
import { exchangeText, useErrorWords } from '../../lib/error-words.ts'
import styles from './dialogs.module.css'

/** A call that failed, inside its dialog: what happened, what to do, and what was sent. */
export function Failure({ error }: { error: Error }) {
  const words = useErrorWords(error)
  const exchange = exchangeText(error)
  return (
    <Note icon="alert" tone="bad" title={words.title}>
      {words.advice}
      {exchange !== undefined && <div className={styles.exchange}>{exchange}</div>}
    </Note>
  )
}
