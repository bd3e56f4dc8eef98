import { describe, expect, it } from 'vitest'
import { prepareText } from '../../../renderer/components/code-view/prepare-text.ts'

describe('the text the editor is given', () => {
  it('is the text itself in every ordinary case', () => {
    const text = 'a: 1\r\nb: 2\n'
    expect(prepareText(text)).toEqual({
      text,
      cutLines: 0,
      controlLines: 0,
      cutCharacters: 0,
      uncolouredFrom: 20_000,
      hasGuides: true,
    })
  })

  it('has no line longer than 20,000 characters', () => {
    const { text, cutLines } = prepareText(`short\n${'x'.repeat(1_000_000)}\nend`)
    expect(cutLines).toBe(1)
    expect(text.split('\n').map(line => line.length)).toEqual([5, 20_001, 3])
  })

  it('ends after 5 Mi characters and says how many are missing', () => {
    const { text, cutCharacters } = prepareText('line\n'.repeat(1024 * 1024 + 2))
    expect(text.length).toBe(5 * 1024 * 1024)
    expect(cutCharacters).toBe(10)
  })

  it('colours a long line or two, and none where there are many', () => {
    const long = `a: ${'b '.repeat(1_000)}\n`
    expect(prepareText(`x: 1\n${long}`.repeat(5)).uncolouredFrom).toBe(20_000)
    expect(prepareText(`x: 1\n${long}`.repeat(20)).uncolouredFrom).toBe(500)
  })

  it('ends a line after 50 control characters, which are drawn one by one', () => {
    const { text, controlLines } = prepareText(`${'a\u202e'.repeat(51)}\r\n${'\t'.repeat(60)}\r\n`)
    expect(controlLines).toBe(1)
    expect(text).toBe(`${'a\u202e'.repeat(50)}a…\n${'\t'.repeat(60)}\r\n`)
  })

  it('draws no guides in a text that is indented by more than 200 columns', () => {
    expect(prepareText(`${' '.repeat(150)}a:${'b'.repeat(300)}`).hasGuides).toBe(true)
    expect(prepareText(`${' '.repeat(201)}a:`).hasGuides).toBe(false)
  })
})
