import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import {
  createTransferEngine,
  type JobContext,
  type JobSpec,
} from '../../../electron/core/transfers/engine/transfer-engine.ts'
import type { Planned } from '../../../electron/core/transfers/engine/operation.ts'
import {
  type OperationTable,
  resumeOperations,
  retryOperation,
  startOperation,
} from '../../../electron/core/transfers/engine/start-operation.ts'
import { emptyDatabase } from '../../../electron/core/store/database.ts'
import { createTransferJournal } from '../../../electron/core/transfers/engine/transfer-journal.ts'
import { testClock } from '../../support/clock.ts'
import { quietLogger } from '../../support/quiet-logger.ts'
import { errorOf } from '../../support/how-it-ended.ts'

const blob = `sha256:${'a'.repeat(64)}`

const setUp = (database = emptyDatabase()) => {
  const clock = testClock()
  const journal = createTransferJournal(database, quietLogger)
  const engine = createTransferEngine({ journal, clock, logger: quietLogger })
  return { database, clock, engine }
}

type Gate = {
  spec: JobSpec
  open: () => void
  fail: (error: unknown) => void
  started: Promise<JobContext>
}

/** A job that runs until the test says so. */
const gatedJob = (key: string, change: Partial<JobSpec> = {}): Gate => {
  const gate = Promise.withResolvers<void>()
  const started = Promise.withResolvers<JobContext>()
  const spec: JobSpec = {
    transfer: { kind: 'push', registryId: 'r', host: 'h', repository: 'a/b', title: key },
    steps: ['download', 'verify', 'save'],
    blobs: [{ digest: blob as never, role: 'chart', sizeBytes: 10 }],
    retry: { kind: 'push', draftId: 'd', namespace: 'a' },
    key,
    lanes: [{ registryId: 'r', way: 'down' }],
    settled: () => {},
    run: async context => {
      started.resolve(context)
      context.signal.addEventListener('abort', () => gate.reject(context.signal.reason))
      await gate.promise
      return { tagNow: 'as-pushed' }
    },
    ...change,
  }
  return { spec, open: gate.resolve, fail: gate.reject, started: started.promise }
}

const stateOf = (engine: ReturnType<typeof setUp>['engine'], id: string) => engine.get(id).state

describe('the transfer engine', () => {
  it('runs three pulls at a time and the others in turn', async () => {
    const { engine } = setUp()
    const jobs = ['1', '2', '3', '4', '5'].map(key => gatedJob(key))
    const ids = jobs.map(job => engine.start(job.spec))
    await Promise.all(jobs.slice(0, 3).map(job => job.started))
    await turn()
    expect(ids.map(id => stateOf(engine, id))).toEqual([
      'running',
      'running',
      'running',
      'waiting',
      'waiting',
    ])
    jobs[1]?.open()
    await jobs[3]?.started
    expect(ids.map(id => stateOf(engine, id))).toEqual([
      'running',
      'done',
      'running',
      'running',
      'waiting',
    ])
    jobs.forEach(job => job.open())
    await engine.close()
  })

  it('refuses a second job for the same thing while the first runs, and takes it after', async () => {
    const { engine } = setUp()
    const first = gatedJob('same')
    const id = engine.start(first.spec)
    expect(() => engine.start(gatedJob('same').spec)).toThrow('conflict/already-running')
    first.open()
    await expect.poll(() => stateOf(engine, id)).toBe('done')
    const second = gatedJob('same')
    engine.start(second.spec)
    await second.started
    await engine.close()
  })

  it('cancels a waiting job without starting it, and a running one at once', async () => {
    const { engine } = setUp()
    let settled = 0
    const count = { settled: () => void (settled += 1) }
    const jobs = ['1', '2', '3', '4'].map(key => gatedJob(key, count))
    const ids = jobs.map(job => engine.start(job.spec))
    await jobs[0]?.started
    await engine.cancel(ids[3] ?? '')
    await engine.cancel(ids[0] ?? '')
    expect([stateOf(engine, ids[3] ?? ''), stateOf(engine, ids[0] ?? '')]).toEqual([
      'cancelled',
      'cancelled',
    ])
    expect(errorOf(engine.get(ids[0] ?? ''))).toBeUndefined()
    await engine.close()
    expect(settled).toBe(4)
    expect(engine.running()).toBe(0)
  })

  it('lists what came last first in the next run too, although the clock went back', async () => {
    const { engine, database, clock } = setUp()
    for (const key of ['1', '2', '3']) {
      const job = gatedJob(key)
      const id = engine.start(job.spec)
      await job.started
      job.open()
      await expect.poll(() => stateOf(engine, id)).toBe('done')
      clock.advance(-3_600_000)
    }
    const titles = (list: { title: string }[]) => list.map(({ title }) => title)
    expect(titles(engine.list())).toEqual(['3', '2', '1'])
    expect(titles(setUp(database).engine.list())).toEqual(['3', '2', '1'])
  })

  it('says what failed, which step it was, and nothing of a foreign error', async () => {
    const { engine } = setUp()
    const known = gatedJob('known')
    const id = engine.start(known.spec)
    ;(await known.started).step('verify')
    known.fail(new AppError('integrity', 'digest-mismatch', { host: 'h' }))
    await expect.poll(() => stateOf(engine, id)).toBe('failed')
    expect(errorOf(engine.get(id))).toMatchObject({ code: 'integrity', reason: 'digest-mismatch' })
    expect(engine.get(id).steps.map(step => step.state)).toEqual(['done', 'failed', 'waiting'])

    const foreign = gatedJob('foreign')
    const other = engine.start(foreign.spec)
    await foreign.started
    foreign.fail(new Error('secret inside'))
    await expect.poll(() => stateOf(engine, other)).toBe('failed')
    expect(JSON.stringify(engine.get(other))).not.toContain('secret inside')
  })

  it('counts bytes up to what was promised, and falls back when a transfer starts over', async () => {
    const { engine } = setUp()
    const job = gatedJob('bytes')
    const id = engine.start(job.spec)
    const context = await job.started
    context.blob(blob, { state: 'moving', sentBytes: 6 })
    expect(engine.get(id).movedBytes).toBe(6)
    context.blob(blob, { sentBytes: 13 })
    expect(engine.get(id).movedBytes).toBe(10)
    context.blob(blob, { sentBytes: 0 })
    expect(engine.get(id).movedBytes).toBe(0)
    context.blob(blob, { state: 'done' })
    expect(engine.get(id).movedBytes).toBe(10)
    await engine.close()
  })

  it('remembers ended jobs over a restart, and calls what was running interrupted', async () => {
    const { engine, database } = setUp()
    const done = gatedJob('done')
    const doneId = engine.start(done.spec)
    done.open()
    await expect.poll(() => stateOf(engine, doneId)).toBe('done')
    const running = gatedJob('running')
    const runningId = engine.start(running.spec)
    await running.started

    const after = setUp(database).engine
    expect(stateOf(after, doneId)).toBe('done')
    expect(stateOf(after, runningId)).toBe('failed')
    expect(errorOf(after.get(runningId))?.reason).toBe('interrupted')
    after.clear()
    expect(setUp(database).engine.list()).toEqual([])
    await engine.close()
  })

  it('goes on where the journal takes no row: the disk is full, the transfer is not over', async () => {
    const { engine, database } = setUp()
    database.exec('PRAGMA query_only = ON')
    const settled = Promise.withResolvers<void>()
    const job = gatedJob('no journal', { settled: settled.resolve })
    const id = engine.start(job.spec)
    job.open()
    await settled.promise
    expect(stateOf(engine, id)).toBe('done')
    expect(engine.clear(id).map(transfer => transfer.id)).toEqual([id])
  })

  it('leaves out a row of the journal that it cannot read', () => {
    const { database } = setUp()
    database.exec("INSERT INTO transfers VALUES ('torn', 1, '{')")
    expect(setUp(database).engine.list()).toEqual([])
  })
})

describe('what is written down as it ends', () => {
  const rowOf = (database: ReturnType<typeof setUp>['database'], id: string) =>
    JSON.parse(String(database.prepare('SELECT row FROM transfers WHERE id = ?').get(id)?.['row']))

  it('steps and blobs, at once', async () => {
    const { engine, database } = setUp()
    const job = gatedJob('steps')
    const id = engine.start(job.spec)
    const context = await job.started
    context.step('verify')
    expect(rowOf(database, id).transfer.steps.map((step: { state: string }) => step.state)).toEqual(
      ['done', 'running', 'waiting'],
    )
    context.blob(blob, { sentBytes: 4 })
    context.blob(blob, { state: 'done' })
    expect(rowOf(database, id).transfer.blobs).toMatchObject([{ state: 'done', sentBytes: 10 }])
    await engine.close()
  })

  it('items, of which the list only has the count', async () => {
    const { engine } = setUp()
    const job = gatedJob('many')
    const id = engine.start(job.spec)
    const { items } = await job.started
    items.count(500)
    for (let index = 0; index < 400; index++) items.end(`${index}`, { state: 'done' })
    items.end('400', { state: 'skipped' })
    const error = { code: 'unreachable', reason: 'timed-out', params: {} } as const
    items.end('401', { state: 'failed', error })
    expect(engine.get(id).items).toEqual({ total: 500, done: 400, skipped: 1, failed: 1 })
    // Tried again, with another ending: it counts once.
    items.end('401', { state: 'done' })
    expect(engine.get(id).items).toEqual({ total: 500, done: 401, skipped: 1, failed: 0 })
    expect(engine.list()).toHaveLength(1)
    expect(JSON.stringify(engine.list()).length).toBeLessThan(2_000)
    await engine.close()
  })
})

describe('an operation that was killed', () => {
  const outline = { ...gatedJob('killed').spec, blobs: [] }

  /** Goes through five things, and is killed after the third. Only the first run waits. */
  const operation = (done: string[], killAfter?: { at: string; reached: () => void }) => ({
    steps: ['upload'] as const,
    plan: (request: object): Planned<never, object> => ({
      outline,
      ask: async () => ({ ready: { ...outline, settled: () => undefined, plan: request } }),
    }),
    run: async (_plan: object, context: JobContext) => {
      context.items.count(5)
      for (const item of ['1', '2', '3', '4', '5']) {
        if (context.items.ended().has(item)) continue
        done.push(item)
        context.items.end(item, { state: 'done' })
        if (item === killAfter?.at) {
          killAfter.reached()
          await new Promise(() => undefined)
        }
      }
      return { tagNow: 'as-pushed' as const }
    },
    resume: () => ({}),
    retry: () => ({}),
  })
  type Row = OperationTable['push']
  const tableOf = (push: ReturnType<typeof operation>) => ({
    push: push as Row,
    pull: push as never,
  })

  it('goes on where it was, as the same transfer, and does nothing twice', async () => {
    const { engine, database } = setUp()
    const done: string[] = []
    const reached = Promise.withResolvers<void>()
    const first = operation(done, { at: '3', reached: reached.resolve })
    const caller = { signal: new AbortController().signal, decides: true }
    const started = await startOperation(engine, first, {}, caller)
    await reached.promise

    const after = setUp(database).engine
    expect(after.list()).toMatchObject([
      { id: started.transferId, state: 'failed', items: { total: 5, done: 3 } },
    ])
    resumeOperations(after, tableOf(operation(done)))
    expect(after.list()).toMatchObject([{ id: started.transferId, state: 'waiting' }])
    await expect.poll(() => stateOf(after, started.transferId)).toBe('done')
    expect(after.get(started.transferId).items).toEqual({
      total: 5,
      done: 5,
      skipped: 0,
      failed: 0,
    })
    expect(done).toEqual(['1', '2', '3', '4', '5'])
    expect(setUp(database).engine.interrupted()).toEqual([])
  })

  it('has failed where it cannot go on, and is tried again as another', async () => {
    const { engine, database } = setUp()
    const done: string[] = []
    const reached = Promise.withResolvers<void>()
    const first = operation(done, { at: '3', reached: reached.resolve })
    const caller = { signal: new AbortController().signal, decides: true }
    const started = await startOperation(engine, first, {}, caller)
    await reached.promise

    const after = setUp(database).engine
    const table = tableOf({ ...operation(done), resume: () => undefined as never })
    resumeOperations(after, table)
    expect(errorOf(after.get(started.transferId))?.reason).toBe('interrupted')
    const again = await retryOperation(after, table, started.transferId, caller.signal)
    await expect.poll(() => stateOf(after, again.transferId)).toBe('done')
    expect(after.list()).toHaveLength(1)
    expect(done).toEqual(['1', '2', '3', '1', '2', '3', '4', '5'])
  })

  it('is called failed, and stays, where going on fails before it begins', async () => {
    const { engine, database } = setUp()
    const reached = Promise.withResolvers<void>()
    const first = operation([], { at: '1', reached: reached.resolve })
    const caller = { signal: new AbortController().signal, decides: true }
    const { transferId } = await startOperation(engine, first, {}, caller)
    await reached.promise
    const after = setUp(database).engine
    const gone = new AppError('unreachable', 'timed-out', { host: 'h' })
    const plan = () => ({ outline, ask: () => Promise.reject(gone) })
    resumeOperations(after, tableOf({ ...operation([]), plan }))
    await expect.poll(() => stateOf(after, transferId)).toBe('failed')
    expect(errorOf(after.get(transferId))?.reason).toBe('timed-out')
  })
})

describe('the ways to a registry', () => {
  const job = (key: string, ...lanes: JobSpec['lanes']) => gatedJob(key, { lanes })

  it('are three down and two up for each: one that is busy holds up no other', async () => {
    const { engine } = setUp()
    const busy = ['1', '2', '3'].map(key => job(key, { registryId: 'one', way: 'down' }))
    for (const { spec } of busy) engine.start(spec)
    const waiting = engine.start(job('4', { registryId: 'one', way: 'down' }).spec)
    const up = job('5', { registryId: 'one', way: 'up' })
    const elsewhere = job('6', { registryId: 'two', way: 'down' })
    for (const { spec } of [up, elsewhere]) engine.start(spec)
    await Promise.all([...busy, up, elsewhere].map(({ started }) => started))
    expect(stateOf(engine, waiting)).toBe('waiting')
    await engine.close()
  })

  it('are taken in one order: copies in both directions do not wait for each other', async () => {
    const { engine } = setUp()
    const there = {
      down: { registryId: 'one', way: 'down' },
      up: { registryId: 'two', way: 'up' },
    } as const
    const back = {
      down: { registryId: 'two', way: 'down' },
      up: { registryId: 'one', way: 'up' },
    } as const
    const jobs = Array.from({ length: 12 }, (_, index) => {
      const { down, up } = index % 2 === 0 ? there : back
      return job(`${index}`, ...(index % 4 < 2 ? [down, up] : [up, down]))
    })
    const ids = jobs.map(({ spec }) => engine.start(spec))
    for (const { open } of jobs) open()
    await expect.poll(() => ids.every(id => stateOf(engine, id) === 'done')).toBe(true)
  })

  it('are given back where one that waits for the second is cancelled', async () => {
    const { engine } = setUp()
    const full = ['1', '2'].map(key => job(key, { registryId: 'two', way: 'up' }))
    for (const { spec } of full) engine.start(spec)
    const lanes = [
      { registryId: 'one', way: 'down' },
      { registryId: 'two', way: 'up' },
    ] as const
    const held = ['3', '4', '5'].map(key => engine.start(job(key, ...lanes).spec))
    await turn()
    for (const id of held) await engine.cancel(id)
    const next = job('6', { registryId: 'one', way: 'down' })
    engine.start(next.spec)
    await next.started
    await engine.close()
  })
})
