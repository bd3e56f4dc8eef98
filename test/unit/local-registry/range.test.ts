import { describe, expect, it } from 'vitest'
import { parseChunkRange, parseRange } from '../../../electron/core/local-registry/range.ts'

describe('Range of a download', () => {
  it.each([
    [undefined, 'whole'],
    ['', 'whole'],
    ['bytes=-', 'whole'],
    ['bytes=1-2,3-4', 'whole'],
    ['items=1-2', 'whole'],
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=9-99', { start: 9, end: 9 }],
    ['bytes=3-', { start: 3, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-30', { start: 0, end: 9 }],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=5-4', 'unsatisfiable'],
  ])('%s of 10 bytes', (header, expected) => {
    expect(parseRange(header, 10)).toEqual(expected)
  })

  it('finds nothing in an empty blob', () => {
    expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable')
    expect(parseRange('bytes=-1', 0)).toBe('unsatisfiable')
    expect(parseRange(undefined, 0)).toBe('whole')
  })
})

describe('Content-Range of a chunk', () => {
  it.each([
    [undefined, 'none'],
    ['0-9', { start: 0, end: 9 }],
    ['bytes 0-9', 'malformed'],
    ['0-', 'malformed'],
    ['0-9/10', 'malformed'],
  ])('%s', (header, expected) => {
    expect(parseChunkRange(header)).toEqual(expected)
  })
})
