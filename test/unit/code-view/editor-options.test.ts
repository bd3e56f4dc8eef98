import { describe, expect, it } from 'vitest'
import { editorOptions } from '../../../renderer/components/code-view/editor-options.ts'
import { languageOf } from '../../../renderer/components/code-view/language-of.ts'

describe('the editor as a reader of foreign text', () => {
  it('changes nothing, follows nothing, shows no markup of the text', () => {
    expect(editorOptions).toMatchObject({
      readOnly: true,
      domReadOnly: true,
      links: false,
      hover: { enabled: 'off' },
      contextmenu: false,
      dropIntoEditor: { enabled: false },
    })
  })

  it('lets the Tab key leave', () => {
    expect(editorOptions.tabFocusMode).toBe(true)
  })
})

describe('the language of a file', () => {
  it.each([
    ['values.yaml', 'yaml'],
    ['templates/_helpers.tpl', 'yaml'],
    ['Chart.lock', 'yaml'],
    ['values.schema.json', 'json'],
    ['README.md', 'markdown'],
    ['ci/test.SH', 'shell'],
    ['templates/NOTES.txt', 'plaintext'],
    ['LICENSE', 'plaintext'],
    ['x.constructor', 'plaintext'],
  ])('%s is %s', (path, language) => {
    expect(languageOf(path)).toBe(language)
  })
})
