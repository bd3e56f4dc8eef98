import type { editor } from 'monaco-editor/editor/editor.api.js'

/**
 * A reader of texts that others wrote: nothing is edited, looked up, followed or completed. Links go through
 * the app's own question, so Monaco finds none; hovers could render a chart's Markdown, so there are none.
 */
export const editorOptions: editor.IStandaloneEditorConstructionOptions = {
  readOnly: true,
  domReadOnly: true,
  links: false,
  hover: { enabled: 'off' },
  contextmenu: false,
  quickSuggestions: false,
  codeLens: false,
  colorDecorators: false,
  occurrencesHighlight: 'off',
  parameterHints: { enabled: false },
  dropIntoEditor: { enabled: false },
  dragAndDrop: false,
  stickyScroll: { enabled: false },
  minimap: { enabled: false },
  bracketPairColorization: { enabled: false },
  matchBrackets: 'never',
  // Homoglyphs and invisible characters are marked; ordinary text in another script is not.
  unicodeHighlight: {
    ambiguousCharacters: true,
    invisibleCharacters: true,
    nonBasicASCII: false,
    // Most of a values file is one or the other.
    includeComments: true,
    includeStrings: true,
  },
  renderControlCharacters: true,
  maxTokenizationLineLength: 20_000,
  stopRenderingLineAfter: 20_000,
  tabFocusMode: true,
  automaticLayout: true,
  fontFamily:
    '"JetBrains Mono", ui-monospace, "SF Mono", "Cascadia Code", "DejaVu Sans Mono", monospace',
  fontLigatures: '"zero", "calt" 0',
  fontSize: 12,
  letterSpacing: -0.12,
  lineHeight: 20,
  lineNumbersMinChars: 4,
  lineDecorationsWidth: 0,
  glyphMargin: false,
  renderFinalNewline: 'off',
  folding: true,
  showFoldingControls: 'mouseover',
  guides: { indentation: true, highlightActiveIndentation: false },
  renderLineHighlight: 'line',
  renderLineHighlightOnlyWhenFocus: true,
  renderWhitespace: 'none',
  scrollBeyondLastLine: false,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  padding: { top: 6, bottom: 6 },
  scrollbar: { verticalScrollbarSize: 11, horizontalScrollbarSize: 11, useShadows: false },
  find: { addExtraSpaceOnTop: false, seedSearchStringFromSelection: 'selection' },
  fixedOverflowWidgets: true,
}
