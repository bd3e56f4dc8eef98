import { describe, expect, it } from 'vitest'
import type { ArchiveEntry } from '../../../shared/ipc/schemas/charts.ts'
import {
  buildFileTree,
  findNode,
  visibleRows,
} from '../../../renderer/features/chart/files/file-tree.ts'
import { treeMove } from '../../../renderer/features/chart/files/tree-keys.ts'

const entry = (index: string, path: string, kind: ArchiveEntry['kind'] = 'text'): ArchiveEntry => ({
  index,
  path,
  kind,
  sizeBytes: 10,
})

const archive = [
  entry('0', 'values.yaml'),
  entry('1', 'templates/web/service.yaml'),
  entry('2', 'templates/_helpers.tpl'),
  entry('3', 'charts/common-1.0.0.tgz', 'archive'),
  entry('3/0', 'charts/common-1.0.0.tgz/Chart.yaml'),
  entry('3/1', 'charts/common-1.0.0.tgz/templates/a.yaml'),
  entry('4', 'Chart.yaml'),
  entry('5', 'values.yaml'),
]

const shown = (unfolded: string[]) =>
  visibleRows(buildFileTree(archive), new Set(unfolded)).map(
    ({ node, depth }) => '  '.repeat(depth) + node.name,
  )

describe('the tree of an archive', () => {
  it('has folders first, then files, by name', () => {
    expect(shown([])).toEqual(['charts', 'templates', 'Chart.yaml', 'values.yaml', 'values.yaml'])
  })

  it('shows what lies in an archive within the archive', () => {
    const key = 'charts/common-1.0.0.tgz'
    expect(shown(['charts/', key, `${key}!/templates/`])).toEqual([
      'charts',
      '  common-1.0.0.tgz',
      '    templates',
      '      a.yaml',
      '    Chart.yaml',
      'templates',
      'Chart.yaml',
      'values.yaml',
      'values.yaml',
    ])
  })

  it('finds both files of one path, each by its own key', () => {
    const nodes = buildFileTree(archive)
    expect(findNode(nodes, 'values.yaml')?.entry?.index).toBe('0')
    expect(findNode(nodes, 'values.yaml#5')?.entry?.index).toBe('5')
  })

  it('adds up the sizes in a folder', () => {
    expect(findNode(buildFileTree(archive), 'templates/')?.sizeBytes).toBe(20)
  })
})

describe('the keys of the tree', () => {
  const unfolded = new Set(['templates/'])
  const rows = visibleRows(buildFileTree(archive), unfolded)
  const move = (key: string, at: number) => treeMove(key, rows, at, unfolded)

  it.each([
    ['ArrowDown', 0, { kind: 'focus', at: 1 }],
    ['j', 0, { kind: 'focus', at: 1 }],
    ['ArrowUp', 0, { kind: 'focus', at: 0 }],
    ['ArrowRight', 0, { kind: 'unfold', at: 0 }],
    ['ArrowRight', 1, { kind: 'focus', at: 2 }],
    ['ArrowLeft', 1, { kind: 'fold', at: 1 }],
    ['h', 3, { kind: 'focus', at: 1 }],
    ['Enter', 3, { kind: 'open', at: 3 }],
    ['End', 0, { kind: 'focus', at: 6 }],
    ['ArrowRight', 4, undefined],
    ['x', 0, undefined],
  ])('%s on row %i', (key, at, expected) => {
    expect(rows[at] && move(key, at)).toEqual(expected)
  })
})
