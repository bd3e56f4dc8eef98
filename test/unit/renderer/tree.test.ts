import { describe, expect, test } from 'vitest'
import {
  isSearched,
  keysAround,
  toTreeRows,
  type Listing,
  type TreeRow,
} from '../../../renderer/features/catalog/tree.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'

const registry = (id: string, path = ''): Registry => ({
  id,
  name: id,
  host: `${id}.example.com`,
  path,
  kind: 'remote',
  plainHttp: false,
  signIn: { kind: 'anonymous' },
  connection: {
    ca: { kind: 'system' },
    clientCertificate: { kind: 'none' },
    proxy: { kind: 'system' },
  },
  state: { status: 'connected' },
})

const listing = (...names: string[]): Listing => ({
  repositories: names.map(name => ({ name, kept: false })),
  total: names.length,
})

const show = (row: TreeRow): string =>
  '  '.repeat(row.level - 1) +
  (row.kind === 'registry'
    ? row.registry.name
    : row.kind === 'note'
      ? `(${row.note})`
      : row.label) +
  (row.kind === 'namespace' ? `/ ${row.count}` : '')

type Options = { filter?: string; opened?: Record<string, boolean>; registries?: Registry[] }

const tree = (
  listings: Record<string, Listing>,
  { filter = '', opened = { a: true }, registries = [registry('a')] }: Options = {},
): string[] =>
  toTreeRows({ registries, listings: new Map(Object.entries(listings)), filter, opened }).map(show)

describe('the sidebar tree', () => {
  test('repositories stand below their namespace, namespaces first, both by name', () => {
    expect(tree({ a: listing('nats', 'team/redis', 'team/kafka', 'apps/web') })).toEqual([
      'a',
      '  apps/ 1',
      '    web',
      '  team/ 2',
      '    kafka',
      '    redis',
      '  nats',
    ])
  })

  test('a namespace that holds only another is one line with it', () => {
    expect(tree({ a: listing('acme/charts/stable/redis', 'acme/charts/stable/nats') })).toEqual([
      'a',
      '  acme/charts/stable/ 2',
      '    nats',
      '    redis',
    ])
  })

  test('a repository and a namespace may have the same name', () => {
    expect(tree({ a: listing('redis', 'redis/cluster') })).toEqual([
      'a',
      '  redis/ 1',
      '    cluster',
      '  redis',
    ])
  })

  test("the registry's own path is not repeated", () => {
    const registries = [registry('a', 'acme/charts')]
    expect(tree({ a: listing('acme/charts/x/redis', 'acme/charts/nats') }, { registries })).toEqual(
      ['a', '  x/ 1', '    redis', '  nats'],
    )
  })

  test('a folded registry shows no repositories', () => {
    expect(tree({ a: listing('nats') }, { opened: {} })).toEqual(['a'])
  })

  test('namespaces of a large registry start folded, those of a small one open', () => {
    const many = Array.from({ length: 100 }, (_, at) => `team-${at % 2}/app-${at}`)
    expect(tree({ a: listing(...many) })).toEqual(['a', '  team-0/ 50', '  team-1/ 50'])
    expect(tree({ a: listing(...many.slice(0, 4)) })).toHaveLength(7)
  })

  test('what the user folded stays folded, until a filter looks into it', () => {
    const opened = { a: true, 'a/team/': false }
    const listings = { a: listing('team/redis', 'team/kafka') }
    expect(tree(listings, { opened })).toEqual(['a', '  team/ 2'])
    expect(tree(listings, { opened, filter: 'EDIS' })).toEqual(['a', '  team/ 1', '    redis'])
  })

  test('a filter opens folded registries and leaves out those without a match', () => {
    const registries = [registry('a'), registry('b'), registry('c'), registry('d')]
    const listings: Record<string, Listing> = {
      a: listing('team/redis'),
      b: listing('nats'),
      c: { repositories: [], note: 'sign-in' },
    }
    const options = { registries, opened: {}, filter: 'redis' }
    expect(tree(listings, options)).toEqual(['a', '  team/ 1', '    redis'])
    const loading: Listing = { repositories: [], note: 'loading' }
    expect(tree({ ...listings, d: loading }, options)).toEqual([
      'a',
      '  team/ 1',
      '    redis',
      'd',
      '  (loading)',
    ])
  })

  test('a filter can tell about a registry that lists, and not about one that refuses', () => {
    expect(isSearched(listing('nats'))).toBe(true)
    expect(isSearched({ repositories: [], note: 'loading' })).toBe(true)
    expect(isSearched({ repositories: [], note: 'sign-in' })).toBe(false)
  })

  test("what has to be open for a chart to be seen, also below the registry's own path", () => {
    expect(keysAround(registry('a'), 'acme/x/redis')).toEqual(['a', 'a/acme/', 'a/acme/x/'])
    expect(keysAround(registry('a', 'acme'), 'acme/x/redis')).toEqual(['a', 'a/x/'])
    expect(keysAround(registry('a', 'acme'), '')).toEqual(['a'])
  })

  test('an empty or failed listing says so in the place of its rows', () => {
    expect(tree({ a: { repositories: [], note: 'sign-in' } })).toEqual(['a', '  (sign-in)'])
  })
})
