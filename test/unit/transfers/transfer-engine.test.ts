import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import {
  createTransferEngine,
  type JobContext,
  type JobSpec,
} from '../../../electron/core/transfers/engine/transfer-engine.ts'
import { emptyDatabase } from '../../../electron/core/store/database.ts'
import { createTransferJournal } from '../../../electron/core/transfers/engine/transfer-journal.ts'
import { testClock } from '../../support/clock.ts'
import { quietLogger } from '../../support/quiet-logger.ts'

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
    transfer: { kind: 'pull', registryId: 'r', host: 'h', repository: 'a/b', title: key },
    steps: ['download', 'verify', 'save'],
    blobs: [{ digest: blob as never, role: 'chart', sizeBytes: 10 }],
    retry: {
      kind: 'pull',
      digest: blob,
      destination: { kind: 'browser' },
      keepProvenance: true,
      onExisting: 'ask',
    },
    key,
    settled: () => {},
    run: async context => {
      started.resolve(context)
      context.signal.addEventListener('abort', () => gate.reject(context.signal.reason))
      await gate.promise
      return {}
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
    expect(engine.get(ids[0] ?? '').error).toBeUndefined()
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
    expect(engine.get(id).error).toMatchObject({ code: 'integrity', reason: 'digest-mismatch' })
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
    expect(after.get(runningId).error?.reason).toBe('interrupted')
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
