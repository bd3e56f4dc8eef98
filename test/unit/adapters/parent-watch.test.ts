import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  findChain,
  onParentGone,
  type ProcessEntry,
} from '../../../electron/adapters/parent-watch.ts'

const { pid, ppid } = process
const table = (entries: Record<number, ProcessEntry>) => (asked: number) => entries[asked]

describe('the processes to watch', () => {
  it('go up to npm', () => {
    const read = table({
      [ppid]: { parent: 200, command: 'node scripts/run.mjs start' },
      200: { parent: 300, command: 'sh -c node scripts/run.mjs start' },
      300: { parent: 400, command: 'npm start' },
      400: { parent: 1, command: '-bash' },
    })
    expect(findChain(read)).toEqual([
      { child: pid, parent: ppid },
      { child: ppid, parent: 200 },
      { child: 200, parent: 300 },
    ])
  })

  it('are the parent alone without npm', () => {
    const read = table({
      [ppid]: { parent: 200, command: 'bash' },
      200: { parent: 1, command: 'sshd' },
    })
    expect(findChain(read)).toEqual([{ child: pid, parent: ppid }])
  })
})

describe('a parent that is gone', () => {
  afterEach(() => vi.useRealTimers())

  it('is told once', () => {
    vi.useFakeTimers()
    // Far above any process: the middle one stays what it is, its parent goes.
    let orphaned = false
    const read = (asked: number): ProcessEntry | undefined => {
      if (asked === ppid) return { parent: orphaned ? 1 : process.pid, command: 'sh' }
      return { parent: 1, command: 'npm start' }
    }
    let told = 0
    onParentGone(() => (told += 1), read)
    vi.advanceTimersByTime(5000)
    expect(told).toBe(0)
    orphaned = true
    vi.advanceTimersByTime(5000)
    expect(told).toBe(1)
  })

  it('is not looked for after the end', () => {
    vi.useFakeTimers()
    let told = 0
    const stop = onParentGone(
      () => (told += 1),
      () => ({ parent: 2 ** 22 + 1, command: 'npm start' }),
    )
    stop()
    vi.advanceTimersByTime(5000)
    expect(told).toBe(0)
  })
})
