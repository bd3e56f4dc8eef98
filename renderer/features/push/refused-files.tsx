import { Icon } from '../../components/icon.tsx'
import { asSentence, useErrorWords } from '../../lib/error-words.ts'
import type { OpenedDrafts } from './dropped-files.ts'
import styles from './refused-files.module.css'

type Refused = OpenedDrafts['refused']

/** Files that were dropped and cannot be read as charts, each with its reason. */
export function RefusedFiles({ refused }: { refused: Refused }) {
  if (refused.length === 0) return null
  return (
    <div role="alert">
      <ul className={styles.list}>
        {refused.map((file, index) => (
          <RefusedFile key={index} file={file} />
        ))}
      </ul>
    </div>
  )
}

function RefusedFile({ file }: { file: Refused[number] }) {
  const { title, advice } = useErrorWords(file.error)
  return (
    <li className={styles.file}>
      <span className="bad">
        <Icon name="failed" />
      </span>
      <span>
        <span className="mono t1">{file.fileName}</span>
        <br />
        {asSentence(title)} <span className="t2">{advice}</span>
      </span>
    </li>
  )
}
