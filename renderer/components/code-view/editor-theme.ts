import { editor } from 'monaco-editor/editor/editor.api.js'

const token = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** Monaco takes `#rrggbb` and `#rrggbbaa` only; every token it is given is one. */
const rule = (name: string, colour: string) => ({
  token: name,
  foreground: token(colour).replace('#', ''),
})

const isDark = () => getComputedStyle(document.documentElement).colorScheme.includes('dark')

const forcedColors = matchMedia('(forced-colors: active)')

/** Reads the design tokens as they are now and makes them Monaco's theme. */
const applyTheme = () => {
  editor.defineTheme('chartroom', {
    base: isDark() ? 'vs-dark' : 'vs',
    inherit: false,
    rules: [
      rule('', '--text'),
      rule('type', '--syn-key'),
      rule('string', '--syn-str'),
      rule('number', '--syn-num'),
      rule('keyword', '--syn-bool'),
      rule('comment', '--syn-com'),
      rule('delimiter', '--syn-punct'),
      rule('operators', '--syn-punct'),
      rule('tag', '--syn-bool'),
      rule('variable', '--syn-num'),
    ],
    colors: {
      'editor.background': token('--bg-inset'),
      'editor.foreground': token('--text'),
      'editorLineNumber.foreground': token('--text-3'),
      'editorLineNumber.activeForeground': token('--text'),
      'editor.lineHighlightBackground': token('--bg-hover'),
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': token('--bg-select'),
      'editor.inactiveSelectionBackground': token('--bg-select-quiet'),
      'editor.rangeHighlightBackground': token('--bg-hover'),
      ...Object.fromEntries(
        // One colour for all: nested brackets are no rainbow here.
        [1, 2, 3, 4, 5, 6].map(level => [
          `editorBracketHighlight.foreground${level}`,
          token('--syn-punct'),
        ]),
      ),
      'editorBracketHighlight.unexpectedBracket.foreground': token('--syn-punct'),
      'editor.findMatchBackground': token('--warn-line'),
      'editor.findMatchHighlightBackground': token('--warn-soft'),
      'editor.findMatchBorder': token('--warn-dot'),
      'editorIndentGuide.background1': token('--line'),
      'editorIndentGuide.activeBackground1': token('--line-strong'),
      'editorGutter.foldingControlForeground': token('--text-3'),
      'editorWidget.background': token('--bg-raised'),
      'editorWidget.foreground': token('--text'),
      'editorWidget.border': token('--line-strong'),
      'input.background': token('--bg'),
      'input.foreground': token('--text'),
      'input.border': token('--line-control'),
      'input.placeholderForeground': token('--text-3'),
      'inputOption.activeBackground': token('--accent-soft'),
      'inputOption.activeForeground': token('--accent-text'),
      'inputOption.activeBorder': token('--focus'),
      'toolbar.hoverBackground': token('--bg-hover'),
      'icon.foreground': token('--text-2'),
      focusBorder: token('--focus'),
      'scrollbarSlider.background': `${token('--line-strong')}cc`,
      'scrollbarSlider.hoverBackground': token('--line-strong'),
      'scrollbarSlider.activeBackground': token('--text-3'),
      'editorOverviewRuler.findMatchForeground': token('--warn-dot'),
      'editorUnicodeHighlight.border': token('--warn-dot'),
      'widget.shadow': '#00000000',
    },
  })
  // Monaco changes to high contrast by itself, and comes back to a theme of its own.
  if (!forcedColors.matches) editor.setTheme('chartroom')
}

/** Keeps Monaco in the page's theme for as long as the page lives. */
export const followTheme = () => {
  applyTheme()
  const watcher = new MutationObserver(applyTheme)
  watcher.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  forcedColors.addEventListener('change', applyTheme)
}
