import { beforeEach, describe, expect, it, vi } from 'vitest'

const storage = new Map<string, string>()
const store = async () => {
  vi.resetModules()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => void storage.set(key, value),
  })
  return import('../../../renderer/lib/view-state.ts')
}

beforeEach(() => storage.clear())

describe('what outlives a reload', () => {
  it.each([
    ['sidebar.width', 300, 240],
    ['inspector.open', false, true],
    ['tree.opened', { a: true, 'a/b/': false }, {}],
  ] as const)('%s as it was kept before', async (name, value, initial) => {
    expect((await store()).readViewState(name)).toEqual(initial)
    storage.set(`chartroom.${name}`, JSON.stringify(value))
    expect((await store()).readViewState(name)).toEqual(value)
  })

  it.each(['"wide"', '{', 'null', '[]'])('takes no width that is none: %s', async text => {
    storage.set('chartroom.sidebar.width', text)
    expect((await store()).readViewState('sidebar.width')).toBe(240)
  })

  it('is kept as it changes; the rest is not', async () => {
    const { changeViewState } = await store()
    changeViewState('sidebar.width', '', width => width + 10)
    changeViewState('inspector.tab', '', () => 'values')
    changeViewState('doctor.exchange', 'r1', () => 'e1')
    expect([...storage]).toEqual([['chartroom.sidebar.width', '250']])
    const next = await store()
    expect(next.readViewState('sidebar.width')).toBe(250)
    expect(next.readViewState('inspector.tab')).toBe('readme')
  })
})

it('is of one place, and forgets those that were looked at longest ago', async () => {
  const { changeViewState, readViewState } = await store()
  const exchanges = Array.from({ length: 60 }, (_, at) => `r${at}`)
  for (const place of exchanges) {
    changeViewState('doctor.exchange', place, () => place)
    readViewState('doctor.exchange', 'r0')
  }
  expect(readViewState('doctor.exchange', 'r0')).toBe('r0')
  expect(readViewState('doctor.exchange', 'r59')).toBe('r59')
  expect(readViewState('doctor.exchange', 'r5')).toBe(undefined)
})

it('holds a thing of its own for each place', async () => {
  const { readViewState } = await store()
  readViewState('chart.scroll', 'one').set('README.md', 40)
  expect(readViewState('chart.scroll', 'one').get('README.md')).toBe(40)
  expect(readViewState('chart.scroll', 'two').size).toBe(0)
})
