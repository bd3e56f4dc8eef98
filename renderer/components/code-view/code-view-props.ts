import type { Ref } from 'react'
import type { Language } from './language-of.ts'
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
