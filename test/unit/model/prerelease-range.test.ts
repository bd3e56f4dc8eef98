import { expect, it } from 'vitest'
import { prereleaseRange } from '../../../shared/model/prerelease-range.ts'
import { toVersionRows } from '../../../shared/model/version.ts'

const rows = toVersionRows(['1.0.0', '2.0.0-rc.1', '2.1.0-beta', '3.0.0-alpha.1', 'v2.0.0-rc.9'])

it.each([
  ['^2', '^2-0', 2],
  [' ^2 ', '^2-0', 2],
  ['~2.0', '~2.0-0', 1],
  ['2.x', '2.x-0', 2],
  ['=2.0.0-rc.1 || ^3', '=2.0.0-rc.1 || ^3-0', 2],
  ['>1.5 <3', '>1.5-0 <3', 3],
  ['>= 2, < 2.1', '>= 2-0, < 2.1', 2],
  ['1.1 - 2.0', '1.1-0 - 2.0', 1],
])('%j matches pre-releases as %j', (text, range, count) => {
  expect(prereleaseRange(text, rows)).toEqual({ range, count })
})

it.each(['^4', '^2-0', '>=9 || ^8'])('%j matches none either way', text => {
  expect(prereleaseRange(text, rows)).toBeUndefined()
})
