import { beforeEach, describe, expect, it, vi } from 'vitest'
import { countRunningTransfers } from '../../electron/desktop/running-transfers.ts'
import { handleQuit } from '../../electron/desktop/quit.ts'
import type { Frame } from '../../shared/ipc/frames.ts'
import { createTestClock } from '../support/fault-registry/test-clock.ts'
import * as electron from '../support/electron-double/electron.ts'

vi.mock('electron', () => import('../support/electron-double/electron.ts'))

const { app, dialogs, powerMonitor } = electron
const logged: string[] = []
const logger = {
  log: (_level: string, event: string) => void logged.push(event),
  file: '',
  tail: () => Promise.resolve(''),
}
const settled = () => new Promise(resolve => setImmediate(resolve))

/** Sets up the end of a program with so many transfers; `finish` lets the core close. */
const prepare = (running: number) => {
  const closing = Promise.withResolvers<void>()
  const state = { closed: 0, stayed: 0, released: 0 }
  const core = {
    close: () => {
      state.closed += 1
      return closing.promise
    },
  }
  const released = () => void (state.released += 1)
  const stayed = () => void (state.stayed += 1)
  const clock = createTestClock()
  handleQuit({ core, countRunning: async () => running, stayed, released, logger, clock })
  return { state, clock, finish: closing.resolve, fail: closing.reject }
}

beforeEach(() => {
  app.removeAllListeners()
  powerMonitor.removeAllListeners()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal)
  app.exitCodes.length = dialogs.length = logged.length = 0
})

describe('quitting', () => {
  it('closes the core first, and asks nobody when nothing runs', async () => {
    const { state, finish } = prepare(0)
    app.quit()
    await settled()
    expect([state.closed, app.exitCodes, dialogs]).toEqual([1, [], []])
    finish()
    await settled()
    expect([state.released, app.exitCodes]).toEqual([1, [0]])
  })

  it('asks once while transfers run, and stays when the user cancels', async () => {
    const { state } = prepare(2)
    app.quit()
    app.quit()
    await settled()
    app.quit()
    expect(dialogs.map(({ options }) => options['message'])).toEqual(['2 transfers are running.'])
    expect(dialogs[0]?.options).toMatchObject({
      buttons: ['Cancel', 'Quit and stop'],
      defaultId: 0,
    })
    dialogs[0]?.answer({ response: 0 })
    await settled()
    expect([state.closed, state.stayed, app.exitCodes]).toEqual([0, 1, []])
  })

  it('asks again the next time, and closes when the user agrees', async () => {
    const { state, finish } = prepare(1)
    app.quit()
    await settled()
    dialogs[0]?.answer({ response: 0 })
    await settled()
    app.quit()
    await settled()
    expect(dialogs.map(({ options }) => options['message'])).toEqual([
      '1 transfer is running.',
      '1 transfer is running.',
    ])
    dialogs[1]?.answer({ response: 1 })
    await settled()
    app.quit()
    expect([state.closed, dialogs.length]).toEqual([1, 2])
    finish()
    await settled()
    expect(app.exitCodes).toEqual([0])
  })

  it('ends within 5 s of a core that does not', async () => {
    const { state, clock } = prepare(0)
    app.quit()
    await clock.sleeping(5000)
    clock.advance(4999)
    await settled()
    expect(app.exitCodes).toEqual([])
    clock.advance(1)
    await settled()
    expect([app.exitCodes, state.released]).toEqual([[0], 1])
  })

  it('ends when the core fails to close, and the log says so', async () => {
    const { fail } = prepare(0)
    app.quit()
    fail(new Error('disk'))
    await settled()
    expect([app.exitCodes, logged]).toEqual([[0], ['close-failed']])
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s is not asked about', async signal => {
    const { state, finish } = prepare(3)
    process.emit(signal, signal)
    finish()
    await settled()
    expect([state.closed, dialogs, app.exitCodes]).toEqual([1, [], [0]])
  })

  it('a signal while the question stands ends it once', async () => {
    const { state, finish } = prepare(1)
    app.quit()
    await settled()
    process.emit('SIGTERM', 'SIGTERM')
    dialogs[0]?.answer({ response: 1 })
    await settled()
    finish()
    await settled()
    expect([state.closed, state.stayed, app.exitCodes]).toEqual([1, 0, [0]])
  })

  it("neither is the system's own shutdown, which waits for the end", async () => {
    const { finish } = prepare(3)
    const event = electron.createEvent()
    powerMonitor.emit('shutdown', event)
    expect(event.defaultPrevented).toBe(true)
    finish()
    await settled()
    expect([dialogs, app.exitCodes]).toEqual([[], [0]])
  })
})

it('counts the transfers that wait or run, and watches no longer than that', async () => {
  const states = ['waiting', 'running', 'done', 'failed', 'cancelled']
  const transfers = states.map(state => ({ state }))
  let watched: AbortSignal | undefined
  const dispatch = (_request: unknown, send: (frame: Frame) => void, signal: AbortSignal) => {
    watched = signal
    send({ type: 'progress', value: { transfers } })
    return Promise.resolve()
  }
  expect(await countRunningTransfers(dispatch)).toBe(2)
  expect(watched?.aborted).toBe(true)
})
