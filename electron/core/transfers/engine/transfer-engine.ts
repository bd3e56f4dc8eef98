import { randomUUID } from 'node:crypto'
import {
  AppError,
  type ErrorInfo,
  isAppError,
  isCancelled,
  toErrorInfo,
} from '../../../../shared/errors.ts'
import type { Transfer } from '../../../../shared/ipc/schemas/transfers.ts'
import type { Clock, Logger } from '../../ports.ts'
import { createLanes, type Lane } from './lanes.ts'
import type { Retry } from './retry.ts'
import type { ItemEnding, JournalEntry, TransferJournal } from './transfer-journal.ts'

type BlobState = Transfer['blobs'][number]
export type StepName = Transfer['steps'][number]['name']
export type Outcome = Extract<Transfer, { state: 'done' }>['outcome']

/** How a running job tells what it does. */
export type JobContext = {
  readonly signal: AbortSignal
  step(name: StepName): void
  /** `sentBytes` is the total so far; it falls back when a transfer starts over. */
  blob(digest: string, change: Partial<Pick<BlobState, 'state' | 'sentBytes'>>): void
  /** Of one that goes through many things. What has ended is on disk before `end` returns. */
  readonly items: {
    /** How many there are. */
    count(total: number): void
    end(item: string, ending: ItemEnding): void
    /** Those that ended before, also in a run that was killed: they need not be done again. */
    ended(): ReadonlyMap<string, ItemEnding>
  }
}

/** What is known of a transfer before anything was asked. */
export type Announced = {
  readonly transfer: Pick<
    Transfer,
    'kind' | 'registryId' | 'host' | 'repository' | 'title' | 'tag' | 'digest'
  >
  readonly steps: readonly StepName[]
  readonly blobs: readonly Omit<BlobState, 'sentBytes' | 'state'>[]
  readonly retry: Retry
  /** Two jobs with one key would write the same thing: the second is refused. */
  readonly key: string
  /** It waits until all of these are free. */
  readonly lanes: readonly Lane[]
}

export type JobSpec = Announced & {
  run(context: JobContext): Promise<Outcome>
  /** Called once, whatever came of it. */
  settled(): void | Promise<void>
}

/** What the asking came to: a job, or an answer for the caller with the job that stands for it when nobody listens. */
export type Prepared<T> =
  { readonly job: JobSpec } | { readonly instead: T; readonly alone: JobSpec }

export type Caller = {
  /** Aborted when nobody listens any more. */
  readonly signal: AbortSignal
  /** Whether an answer instead of a transfer is of use to it. */
  readonly decides: boolean
  /** The transfer that was interrupted and goes on, instead of a new one. */
  readonly goesOn?: string
}

export type TransferEngine = {
  /**
   * Writes a transfer down at once, then asks what it needs to begin. The caller gets its id, or the answer instead and
   * no transfer. A caller that goes away takes nothing with it: the transfer goes on, and tells in the list what came
   * of it. Throws as `start` does, and what the asking threw.
   */
  announce<T>(
    announced: Announced,
    prepare: (signal: AbortSignal) => Promise<Prepared<T>>,
    caller: Caller,
  ): Promise<{ readonly result: 'started'; readonly transferId: string } | T>
  /** Returns the id at once. Throws `conflict/already-running` for a key that is at work. */
  start(spec: JobSpec): string
  list(): Transfer[]
  get(transferId: string): Transfer
  /** As in the list; undefined where it is not in there. */
  shown(transferId: string): Transfer | undefined
  /** What a killed program left running, which failed unless it goes on. */
  interrupted(): Pick<JournalEntry, 'transfer' | 'retry'>[]
  retryOf(transferId: string): Retry
  cancel(transferId: string): Promise<void>
  cancelRegistry(registryId: string): Promise<void>
  clear(transferId?: string): Transfer[]
  /** Called on every change of a transfer; returns the unsubscribe. */
  onChange(listener: (transferId: string) => void): () => void
  running(): number
  /** Cancels what runs and waits for it. */
  close(): Promise<void>
}

type Facts = Pick<
  Transfer,
  | 'id'
  | 'kind'
  | 'registryId'
  | 'host'
  | 'repository'
  | 'tag'
  | 'digest'
  | 'title'
  | 'steps'
  | 'blobs'
  | 'items'
  | 'movedBytes'
  | 'totalBytes'
  | 'startedAtMs'
>

/** How it stands. That an outcome is one of its kind is for the row of the kind to see to. */
type Standing =
  | { readonly state: 'waiting' | 'running' }
  | { readonly state: 'done'; readonly endedAtMs: number; readonly outcome: Outcome }
  | { readonly state: 'failed'; readonly endedAtMs: number; readonly error: ErrorInfo }
  | { readonly state: 'cancelled'; readonly endedAtMs: number }

type Job = {
  facts: Facts
  standing: Standing
  retry: Retry
  key: string
  items: Map<string, ItemEnding>
  controller: AbortController
  ended: Promise<void>
  /** Left running by a program that was killed. */
  wasInterrupted?: boolean
  /** Listens for what comes of it; the list says nothing until then. */
  caller?: AbortSignal | undefined
}

const transferOf = ({ facts, standing }: Job): Transfer => ({ ...facts, ...standing }) as Transfer

type Deps = { journal: TransferJournal; clock: Clock; logger: Logger }

export const createTransferEngine = ({ journal, clock, logger }: Deps): TransferEngine => {
  const jobs = new Map<string, Job>()
  const listeners = new Set<(transferId: string) => void>()
  const lanes = createLanes()

  const changed = ({ facts }: Job) => listeners.forEach(listener => listener(facts.id))
  const save = (job: Job) => journal.write({ transfer: transferOf(job), retry: job.retry })
  const update = (job: Job, change: Partial<Facts>, standing = job.standing) => {
    job.facts = { ...job.facts, ...change }
    job.standing = standing
    changed(job)
  }

  restore(journal, clock).forEach(job => jobs.set(job.facts.id, job))

  const run = async (job: Job, spec: JobSpec) => {
    const release = await lanes.take(spec.lanes, job.controller.signal)
    try {
      update(job, {}, { state: 'running' })
      const outcome = await spec.run(createContext(job, { update, save, journal }))
      const steps = job.facts.steps.map(step => ({ ...step, state: 'done' as const }))
      update(job, { steps }, { state: 'done', endedAtMs: clock.now(), outcome })
    } finally {
      release()
    }
  }

  const settle = async (job: Job, spec: JobSpec) => {
    try {
      await run(job, spec)
    } catch (error) {
      fail(job, error)
    } finally {
      save(job)
      await spec.settled()
    }
  }

  const fail = (job: Job, error: unknown) => {
    const endedAtMs = clock.now()
    const cancelled = job.controller.signal.aborted || isCancelled(error)
    if (!cancelled && !isAppError(error)) logger.log('error', 'transfer-failed', { error })
    const known = isAppError(error) ? error : new AppError('unexpected', 'internal')
    const steps = job.facts.steps.map(step =>
      step.state === 'running' ? { ...step, state: 'failed' as const } : step,
    )
    const standing: Standing = cancelled
      ? { state: 'cancelled', endedAtMs }
      : { state: 'failed', endedAtMs, error: toErrorInfo(known) }
    update(job, { steps }, standing)
  }

  const refuseTwice = ({ key, transfer }: Announced, own?: Job) => {
    if (active().some(job => job !== own && job.key === key)) {
      throw new AppError('conflict', 'already-running', { title: transfer.title })
    }
  }

  const open = (announced: Announced, caller?: Caller): Job => {
    refuseTwice(announced)
    const before = caller?.goesOn === undefined ? undefined : find(caller.goesOn)
    const job: Job = {
      facts: firstFacts(announced, before?.facts ?? { id: randomUUID(), startedAtMs: clock.now() }),
      standing: { state: 'waiting' },
      retry: announced.retry,
      key: announced.key,
      items: before?.items ?? new Map(),
      controller: new AbortController(),
      ended: Promise.resolve(),
      // One that goes on is in the list already.
      caller: before ? undefined : caller?.signal,
    }
    jobs.set(job.facts.id, job)
    save(job)
    return job
  }

  const begin = async (job: Job, spec: JobSpec) => {
    try {
      refuseTwice(spec, job)
    } catch (error) {
      await spec.settled()
      throw error
    }
    job.facts = firstFacts(spec, job.facts)
    job.retry = spec.retry
    job.key = spec.key
    job.caller = undefined
    save(job)
    job.ended = settle(job, spec)
    changed(job)
  }

  const forget = (job: Job) => {
    jobs.delete(job.facts.id)
    journal.remove(job.facts.id)
  }

  const find = (transferId: string): Job => {
    const job = jobs.get(transferId)
    if (job === undefined) throw new AppError('not-found', 'transfer')
    return job
  }
  const active = () => [...jobs.values()].filter(({ standing }) => isActive(standing))
  const isShown = ({ caller }: Job) => caller === undefined || caller.aborted
  const cancelJob = async (job: Job) => {
    job.controller.abort()
    await job.ended
  }

  return {
    announce: async (announced, prepare, caller) => {
      const job = open(announced, caller)
      const { promise: ended, resolve: end } = Promise.withResolvers<void>()
      job.ended = ended
      const left = () => changed(job)
      caller.signal.addEventListener('abort', left, { once: true })
      try {
        const prepared = await prepare(job.controller.signal)
        if ('instead' in prepared && caller.decides && !caller.signal.aborted) {
          forget(job)
          return prepared.instead
        }
        await begin(job, 'instead' in prepared ? prepared.alone : prepared.job)
        return { result: 'started', transferId: job.facts.id }
      } catch (error) {
        const isHeard = !caller.signal.aborted && !job.controller.signal.aborted
        if (isHeard && caller.goesOn === undefined) forget(job)
        else {
          job.caller = undefined
          fail(job, error)
          save(job)
        }
        throw error
      } finally {
        caller.signal.removeEventListener('abort', left)
        end(job.ended === ended ? undefined : job.ended)
        changed(job)
      }
    },
    start: spec => {
      const job = open(spec)
      job.ended = settle(job, spec)
      changed(job)
      return job.facts.id
    },
    list: () => [...jobs.values()].filter(isShown).map(transferOf).reverse(),
    get: transferId => transferOf(find(transferId)),
    shown: transferId => {
      const job = jobs.get(transferId)
      return job && isShown(job) ? transferOf(job) : undefined
    },
    interrupted: () =>
      [...jobs.values()]
        .filter(job => job.wasInterrupted)
        .map(job => ({ transfer: transferOf(job), retry: job.retry })),
    retryOf: transferId => find(transferId).retry,
    cancel: transferId => cancelJob(find(transferId)),
    cancelRegistry: async registryId => {
      await Promise.all(
        active()
          .filter(job => job.facts.registryId === registryId)
          .map(cancelJob),
      )
    },
    clear: transferId => {
      const ended = [...jobs.values()].filter(({ standing }) => !isActive(standing))
      const gone = ended.filter(job => transferId === undefined || job.facts.id === transferId)
      for (const job of gone) {
        forget(job)
        changed(job)
      }
      return gone.map(transferOf)
    },
    onChange: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    running: () => active().length,
    close: async () => {
      await Promise.all(active().map(cancelJob))
    },
  }
}

const isActive = ({ state }: Pick<Transfer, 'state'>) => state === 'waiting' || state === 'running'

/** What a killed program left running failed, unless it goes on: nothing is half there, since names are given last. */
const restore = (journal: TransferJournal, clock: Clock): Job[] =>
  journal.read().map(({ transfer, retry, items }) => {
    const common = {
      // Its row is older than what has ended since.
      facts: transfer.items
        ? { ...transfer, items: { ...transfer.items, ...countOf(items) } }
        : transfer,
      retry,
      key: transfer.id,
      items: new Map(items),
      controller: new AbortController(),
      ended: Promise.resolve(),
    }
    if (!isActive(transfer)) return { ...common, standing: transfer as Standing }
    const { title } = transfer
    const error = toErrorInfo(new AppError('unexpected', 'interrupted', { title }))
    const standing: Standing = { state: 'failed', endedAtMs: clock.now(), error }
    return { ...common, standing, wasInterrupted: true }
  })

const firstFacts = (
  { transfer, steps, blobs }: Announced,
  { id, startedAtMs }: Pick<Facts, 'id' | 'startedAtMs'>,
): Facts => ({
  ...transfer,
  id,
  steps: steps.map(name => ({ name, state: 'waiting' })),
  blobs: blobs.map(blob => ({ ...blob, sentBytes: 0, state: 'waiting' })),
  movedBytes: 0,
  totalBytes: blobs.reduce((sum, blob) => sum + blob.sizeBytes, 0),
  startedAtMs,
})

type Telling = {
  update(job: Job, change: Partial<Facts>): void
  save(job: Job): void
  journal: TransferJournal
}

/** Steps, blobs and items are written down as they end. */
const createContext = (job: Job, { update, save, journal }: Telling): JobContext => ({
  signal: job.controller.signal,
  step: name => {
    const { steps } = job.facts
    const at = steps.findIndex(step => step.name === name)
    const stateOf = (index: number) => (index < at ? 'done' : index === at ? 'running' : 'waiting')
    update(job, { steps: steps.map((step, index) => ({ ...step, state: stateOf(index) })) })
    save(job)
  },
  blob: (digest, change) => {
    const blobs = job.facts.blobs.map(blob =>
      blob.digest === digest ? moveBlob(blob, change) : blob,
    )
    update(job, { blobs, movedBytes: blobs.reduce((sum, blob) => sum + blob.sentBytes, 0) })
    if (change.state === 'done' || change.state === 'already-there') save(job)
  },
  items: {
    count: total => {
      update(job, { items: { ...countOf(job.items), total } })
      save(job)
    },
    end: (item, ending) => {
      const counted = { ...(job.facts.items ?? { total: 0, ...countOf(job.items) }) }
      const before = job.items.get(item)
      if (before) counted[before.state]--
      counted[ending.state]++
      job.items.set(item, ending)
      journal.writeItem(job.facts.id, item, ending)
      update(job, { items: counted })
    },
    ended: () => job.items,
  },
})

const countOf = (items: ReadonlyMap<string, ItemEnding>) => {
  const counted = { done: 0, failed: 0, skipped: 0 }
  for (const { state } of items.values()) counted[state]++
  return counted
}

const moveBlob = (
  blob: BlobState,
  { state = blob.state, sentBytes = blob.sentBytes }: Partial<BlobState>,
): BlobState => {
  const isThere = state === 'done' || state === 'already-there'
  return {
    ...blob,
    state,
    sentBytes: isThere ? blob.sizeBytes : Math.min(sentBytes, blob.sizeBytes),
  }
}
