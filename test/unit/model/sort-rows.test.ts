import { describe, expect, it } from 'vitest'
import {
  newestFirst,
  pressColumn,
  sortRows,
  type SortColumn,
} from '../../../shared/model/sort-rows.ts'
import { toVersionRows } from '../../../shared/model/version.ts'

const rows = toVersionRows(['1.9.0', '1.10.0', '2.0.0-rc.1', 'latest', 'build-9', 'build-10'])
const details = new Map([
  ['1.9.0', { appVersion: 'v7.10.0', createdAt: '2024-05-01T00:00:00Z', sizeBytes: 1_200 }],
  ['1.10.0', { appVersion: '7.9.0', createdAt: '2024-05-01T01:30:00+02:00', sizeBytes: 990 }],
  ['2.0.0-rc.1', { appVersion: 'jammy', createdAt: 'yesterday', sizeBytes: 12_000 }],
  ['build-9', { appVersion: '7.9.0', sizeBytes: 0 }],
])

const sorted = (column: SortColumn, direction: 'ascending' | 'descending') =>
  sortRows(rows, { column, direction }, details)
    .map(({ tag }) => tag)
    .join(' ')

describe('rows in the order of', () => {
  it.each([
    ['version', 'descending', '2.0.0-rc.1 1.10.0 1.9.0 build-9 build-10 latest'],
    ['version', 'ascending', '1.9.0 1.10.0 2.0.0-rc.1 build-9 build-10 latest'],
    ['app', 'descending', '2.0.0-rc.1 1.9.0 1.10.0 build-9 build-10 latest'],
    ['app', 'ascending', '1.10.0 build-9 1.9.0 2.0.0-rc.1 build-10 latest'],
    ['created', 'descending', '1.9.0 1.10.0 2.0.0-rc.1 build-9 build-10 latest'],
    ['created', 'ascending', '1.10.0 1.9.0 2.0.0-rc.1 build-9 build-10 latest'],
    ['size', 'descending', '2.0.0-rc.1 1.9.0 1.10.0 build-9 build-10 latest'],
    ['size', 'ascending', 'build-9 1.10.0 1.9.0 2.0.0-rc.1 build-10 latest'],
  ] as const)('%s, %s', (column, direction, expected) => {
    expect(sorted(column, direction)).toBe(expected)
  })
})

it('turns the order of a column at its second press, and begins with the greatest', () => {
  const once = pressColumn(newestFirst, 'size')
  expect(once).toEqual({ column: 'size', direction: 'descending' })
  expect(pressColumn(once, 'size')).toEqual({ column: 'size', direction: 'ascending' })
  expect(pressColumn(newestFirst, 'version').direction).toBe('ascending')
})
