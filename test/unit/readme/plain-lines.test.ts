import { expect, it } from 'vitest'
import { plainLines } from '../../../renderer/features/chart/readme/plain-lines.ts'

it('keeps lines as people write them', () => {
  const text = `${'a'.repeat(1445)}\n\n${'b'.repeat(2000)}\n`
  expect(plainLines(text)).toBe(text)
})

it('ends lines after 2,000 characters, and loses none', () => {
  const text = `short\n${'[a]('.repeat(5000)}\nlast`
  const lines = plainLines(text).split('\n')
  expect(Math.max(...lines.map(line => line.length))).toBe(2000)
  expect(lines.join('')).toBe(text.replaceAll('\n', ''))
})

it('cuts no character in two', () => {
  const lines = plainLines(`a${'\u{1f600}'.repeat(3000)}`).split('\n')
  expect(lines.every(line => line.isWellFormed())).toBe(true)
})
