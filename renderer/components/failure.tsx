import { Note } from './note.tsx'
import { RawExchange } from './raw-exchange.tsx'
import { useErrorWords } from '../lib/error-words.ts'

/** A call that failed, inside its dialog: what happened, what to do, and what was sent. */
export function Failure({ error }: { error: Error }) {
  const words = useErrorWords(error)
  return (
    <Note icon="alert" tone="bad" title={words.title}>
      {words.advice}
      <RawExchange error={error} />
    </Note>
  )
}
