import './monaco-setup.ts'
import { editor } from 'monaco-editor/editor/editor.api.js'
import { useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import styles from './code-view.module.css'
import type { CodeViewProps } from './code-view-props.ts'
import { editorOptions } from './editor-options.ts'

type Kept = { readonly editor: editor.IStandaloneCodeEditor; readonly model: editor.ITextModel }

const openEditor = (element: HTMLElement): Kept => {
  const model = editor.createModel('', 'plaintext')
  return { editor: editor.create(element, { ...editorOptions, model }), model }
}

/** Monaco itself; everything that would load it goes through `CodeView`, which loads this file when it is needed. */
export function CodeEditor(props: CodeViewProps) {
  const { prepared, language, label, wrap, memory, memoryKey, controls } = props
  const { text, uncolouredFrom, hasGuides } = prepared
  const element = useRef<HTMLDivElement>(null)
  const kept = useRef<Kept>(null)

  useEffect(() => {
    if (!element.current) return undefined
    const opened = openEditor(element.current)
    kept.current = opened
    return () => {
      kept.current = null
      opened.editor.dispose()
      opened.model.dispose()
    }
  }, [])

  useEffect(() => {
    const opened = kept.current
    if (!opened) return undefined
    opened.editor.updateOptions({
      maxTokenizationLineLength: uncolouredFrom,
      guides: { ...editorOptions.guides, indentation: hasGuides },
    })
    opened.model.setValue(text)
    editor.setModelLanguage(opened.model, language)
    const place = memory.get(memoryKey) as editor.ICodeEditorViewState | undefined
    if (place) opened.editor.restoreViewState(place)
    else opened.editor.setScrollTop(0)
  }, [text, uncolouredFrom, hasGuides, language, memory, memoryKey])

  // The same text of another version opens where this one was left. A layout effect ends before the editor does.
  useLayoutEffect(
    () => () => {
      const place = kept.current?.editor.saveViewState()
      if (place) memory.set(memoryKey, place)
    },
    [text, memory, memoryKey],
  )

  useEffect(() => {
    kept.current?.editor.updateOptions({ wordWrap: wrap ? 'on' : 'off', ariaLabel: label })
  }, [wrap, label])

  useImperativeHandle(controls, () => ({
    find: () => {
      kept.current?.editor.focus()
      void kept.current?.editor.getAction('actions.find')?.run()
    },
    focus: () => kept.current?.editor.focus(),
  }))

  return <div ref={element} className={styles.editor} />
}
