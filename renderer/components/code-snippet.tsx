import type { ReactNode } from 'react'
import styles from './code-snippet.module.css'

const yamlLine = /^(\s*(?:- )?)([\w./-]+)(:)(?:( )(.*?))?( #.*)?$/

/** Enough of YAML for the snippets that we write ourselves: keys, values, comments. */
const colouredYaml = (line: string): ReactNode => {
  const parts = yamlLine.exec(line)
  if (!parts) return line
  const [, indent, key, colon, space, value, comment] = parts
  return (
    <>
      {indent}
      <span className={styles.key}>{key}</span>
      <span className={styles.punctuation}>{colon}</span>
      {space}
      <span className={styles.value}>{value}</span>
      {comment !== undefined && <span className={styles.comment}>{comment}</span>}
    </>
  )
}

/** A few lines to copy. Short texts of our own making: foreign files are read in `CodeView`. */
export function CodeSnippet({ text, isYaml }: { text: string; isYaml: boolean }) {
  return (
    <pre className={styles.snippet}>
      {text.split('\n').map((line, number) => (
        <span key={number} className={styles.line}>
          {isYaml ? colouredYaml(line) : line}
          {'\n'}
        </span>
      ))}
    </pre>
  )
}
