import { lazy, Suspense, type Ref } from 'react'
import styles from './code-view.module.css'
import type { Language } from './language-of.ts'
import { PlainOnFailure } from './plain-on-failure.tsx'
import type { PreparedText } from './prepare-text.ts'
import type { ViewMemory } from './view-memory.ts'

export type CodeControls = { find: () => void; focus: () => void }

export type CodeViewProps = {
  /** Of `prepareText`: a stranger's text as it comes can hold the page for minutes. */
  prepared: PreparedText
  language: Language
  /** What a screen reader calls it. */
  label: string
  wrap: boolean
  memory: ViewMemory
  /** Texts with the same key share one scroll position. */
  memoryKey: string
  controls?: Ref<CodeControls>
}

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
