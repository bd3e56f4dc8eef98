import { describe, expect, it } from 'vitest'
import { prepareText } from '../../../renderer/components/code-view/prepare-text.ts'

describe('the text the editor is given', () => {
  it('is the text itself in every ordinary case', () => {
    const text = 'a: 1\r\nb: 2\n'
    expect(prepareText(text)).toEqual({ text, cutLines: 0, cutCharacters: 0 })
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
})
