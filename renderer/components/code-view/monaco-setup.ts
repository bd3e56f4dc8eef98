import 'monaco-editor/features/codeEditor/register.js'
import 'monaco-editor/features/codicon/register.js'
import 'monaco-editor/features/clipboard/register.js'
import 'monaco-editor/features/find/register.js'
import 'monaco-editor/features/folding/register.js'
import 'monaco-editor/features/longLinesHelper/register.js'
import 'monaco-editor/features/unicodeHighlighter/register.js'
import 'monaco-editor/features/wordOperations/register.js'
import 'monaco-editor/languages/definitions/markdown/register.js'
import 'monaco-editor/languages/definitions/shell/register.js'
import 'monaco-editor/languages/definitions/yaml/register.js'
import { editor } from 'monaco-editor/editor/editor.api.js'
import { followTheme } from './editor-theme.ts'
import { registerJson } from './json-language.ts'

registerJson()
followTheme()
// Monaco measures a character once; the font may arrive after that.
void document.fonts.load('12px "JetBrains Mono"').then(() => editor.remeasureFonts())
