import { lazy, Suspense } from 'react'
import styles from './code-view.module.css'
import type { CodeViewProps } from './code-view-props.ts'
import { PlainOnFailure } from './plain-on-failure.tsx'

const LazyEditor = lazy(async () => {
  // First, and in a step of its own: Monaco's modules ask for their policies while they load.
  await import('./monaco-environment.ts')
  const { CodeEditor } = await import('./code-editor.tsx')
  return { default: CodeEditor }
})

/** Reads a text with Monaco, which is loaded the first time one is shown; until then the text is plain. */
export function CodeView(props: CodeViewProps) {
  const { text } = props.prepared
  return (
    <div className={styles.view}>
      <PlainOnFailure plain={<PlainText text={text} />}>
        <Suspense fallback={<PlainText text={text.slice(0, firstScreen)} />}>
          <LazyEditor {...props} />
        </Suspense>
      </PlainOnFailure>
    </div>
  )
}

/** As much as is seen before anybody scrolls; the editor brings the rest. */
const firstScreen = 20_000

function PlainText({ text }: { text: string }) {
  return (
    <pre className={styles.plain} tabIndex={0}>
      {text}
    </pre>
  )
}
