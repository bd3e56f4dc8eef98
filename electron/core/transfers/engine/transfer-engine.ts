import { randomUUID } from 'node:crypto'
import { AppError, isAppError, isCancelled, toErrorInfo } from '../../../../shared/errors.ts'
import type { Transfer } from '../../../../shared/ipc/schemas/transfers.ts'
import type { Clock, Logger } from '../../ports.ts'
import { createSlots } from '../../async/slots.ts'
import type { Retry, TransferJournal } from './transfer-journal.ts'

export type BlobState = Transfer['blobs'][number]
export type StepName = Transfer['steps'][number]['name']

/** How a running job tells what it does. */
export type JobContext = {
  readonly signal: AbortSignal
  step(name: StepName): void
  /** `sentBytes` is the total so far; it falls back when a transfer starts over. */
  blob(digest: string, change: Partial<Pick<BlobState, 'state' | 'sentBytes'>>): void
}

export type JobSpec = {
  readonly transfer: Pick<
    Transfer,
    'kind' | 'registryId' | 'host' | 'repository' | 'title' | 'tag' | 'digest'
  >
  readonly steps: readonly StepName[]
  readonly blobs: readonly Omit<BlobState, 'sentBytes' | 'state'>[]
  readonly retry: Retry
  /** Two jobs with one key would write the same thing: the second is refused. */
  readonly key: string
  run(
    context: JobContext,
  ): Promise<Partial<Pick<Transfer, 'outcome' | 'tagNowPointsTo' | 'notVisibleYet'>>>
  /** Called once, whatever came of it. */
  settled(): void | Promise<void>
}

/** What is known of a transfer before anything was asked. */
export type Announced = Pick<JobSpec, 'transfer' | 'steps' | 'blobs' | 'retry' | 'key'>

/** What the asking came to: a job, or an answer for the caller with the job that stands for it when nobody listens. */
export type Prepared<T> =
  { readonly job: JobSpec } | { readonly instead: T; readonly alone: JobSpec }

type Caller = {
  /** Aborted when nobody listens any more. */
  readonly signal: AbortSignal
  /** Whether an answer instead of a transfer is of use to it. */
  readonly decides: boolean
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
  retryOf(transferId: string): Retry
  cancel(transferId: string): Promise<void>
  cancelRegistry(registryId: string): Promise<void>
  clear(transferId?: string): Transfer[]
  /** Called on every change; returns the unsubscribe. */
  onChange(listener: () => void): () => void
  running(): number
  /** Cancels what runs and waits for it. */
  close(): Promise<void>
}

// Enough to fill a line, few enough to be fair to a registry: docs/threats.md, "Limits".
const parallelPulls = 3
const parallelPushes = 2

type Job = {
  transfer: Transfer
  retry: Retry
  key: string
  controller: AbortController
  ended: Promise<void>
  /** Listens for what comes of it; the list says nothing until then. */
  caller?: AbortSignal | undefined
}

type Deps = { journal: TransferJournal; clock: Clock; logger: Logger }

export const createTransferEngine = ({ journal, clock, logger }: Deps): TransferEngine => {
  const jobs = new Map<string, Job>()
  const listeners = new Set<() => void>()
  const slots = { pull: createSlots(parallelPulls), push: createSlots(parallelPushes) }

  const changed = () => listeners.forEach(listener => listener())
  const save = (job: Job) => journal.write({ transfer: job.transfer, retry: job.retry })
  const patch = (job: Job, change: Partial<Transfer>) => {
    job.transfer = { ...job.transfer, ...change }
    changed()
  }

  restore(journal, clock).forEach(job => jobs.set(job.transfer.id, job))

  const run = async (job: Job, spec: JobSpec) => {
    const release = await slots[spec.transfer.kind].take(job.controller.signal)
    try {
      patch(job, { state: 'running' })
      const result = await spec.run(createContext(job, patch))
      patch(job, { ...result, ...finished(clock), state: 'done', ...allDone(job.transfer) })
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
    const cancelled = job.controller.signal.aborted || isCancelled(error)
    if (!cancelled && !isAppError(error)) logger.log('error', 'transfer-failed', { error })
    const known = isAppError(error) ? error : new AppError('unexpected', 'internal')
    patch(job, {
      ...finished(clock),
      state: cancelled ? 'cancelled' : 'failed',
      steps: job.transfer.steps.map(step =>
        step.state === 'running' ? { ...step, state: 'failed' } : step,
      ),
      ...(!cancelled && { error: toErrorInfo(known) }),
    })
  }

  const refuseTwice = ({ key, transfer }: Announced, own?: Job) => {
    if (active().some(job => job !== own && job.key === key)) {
      throw new AppError('conflict', 'already-running', { title: transfer.title })
    }
  }

  const open = (announced: Announced, caller?: AbortSignal): Job => {
    refuseTwice(announced)
    const job: Job = {
      transfer: firstState(announced, clock.now()),
      retry: announced.retry,
      key: announced.key,
      controller: new AbortController(),
      ended: Promise.resolve(),
      caller,
    }
    jobs.set(job.transfer.id, job)
    save(job)
    return job
  }

  const begin = async (job: Job, spec: JobSpec) => {
    const { id, startedAtMs } = job.transfer
    try {
      refuseTwice(spec, job)
    } catch (error) {
      await spec.settled()
      throw error
    }
    job.transfer = { ...firstState(spec, startedAtMs), id }
    job.retry = spec.retry
    job.key = spec.key
    job.caller = undefined
    save(job)
    job.ended = settle(job, spec)
    changed()
  }

  const forget = (job: Job) => {
    jobs.delete(job.transfer.id)
    journal.remove(job.transfer.id)
  }

  const find = (transferId: string): Job => {
    const job = jobs.get(transferId)
    if (job === undefined) throw new AppError('not-found', 'transfer')
    return job
  }
  const active = () => [...jobs.values()].filter(job => isActive(job.transfer))
  const cancelJob = async (job: Job) => {
    job.controller.abort()
    await job.ended
  }

  return {
    announce: async (announced, prepare, caller) => {
      const job = open(announced, caller.signal)
      const { promise: ended, resolve: end } = Promise.withResolvers<void>()
      job.ended = ended
      caller.signal.addEventListener('abort', changed, { once: true })
      try {
        const prepared = await prepare(job.controller.signal)
        if ('instead' in prepared && caller.decides && !caller.signal.aborted) {
          forget(job)
          return prepared.instead
        }
        await begin(job, 'instead' in prepared ? prepared.alone : prepared.job)
        return { result: 'started', transferId: job.transfer.id }
      } catch (error) {
        const isHeard = !caller.signal.aborted && !job.controller.signal.aborted
        if (isHeard) forget(job)
        else {
          job.caller = undefined
          fail(job, error)
          save(job)
        }
        throw error
      } finally {
        caller.signal.removeEventListener('abort', changed)
        end(job.ended === ended ? undefined : job.ended)
        changed()
      }
    },
    start: spec => {
      const job = open(spec)
      job.ended = settle(job, spec)
      changed()
      return job.transfer.id
    },
    list: () =>
      [...jobs.values()]
        .filter(({ caller }) => caller === undefined || caller.aborted)
        .map(job => job.transfer)
        .reverse(),
    get: transferId => find(transferId).transfer,
    retryOf: transferId => find(transferId).retry,
    cancel: transferId => cancelJob(find(transferId)),
    cancelRegistry: async registryId => {
      await Promise.all(
        active()
          .filter(job => job.transfer.registryId === registryId)
          .map(cancelJob),
      )
    },
    clear: transferId => {
      const ended = [...jobs.values()].filter(job => !isActive(job.transfer))
      const gone = ended.filter(job => transferId === undefined || job.transfer.id === transferId)
      for (const job of gone) forget(job)
      changed()
      return gone.map(job => job.transfer)
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

const isActive = ({ state }: Transfer) => state === 'waiting' || state === 'running'

/** What a killed program left running failed: nothing is half there, since names are given last. */
const restore = (journal: TransferJournal, clock: Clock): Job[] =>
  journal.read().map(({ transfer, retry }) => ({
    transfer: isActive(transfer)
      ? {
          ...transfer,
          state: 'failed',
          endedAtMs: clock.now(),
          error: toErrorInfo(new AppError('unexpected', 'interrupted', { title: transfer.title })),
        }
      : transfer,
    retry,
    key: transfer.id,
    controller: new AbortController(),
    ended: Promise.resolve(),
  }))

const firstState = ({ transfer, steps, blobs }: Announced, startedAtMs: number): Transfer => ({
  ...transfer,
  id: randomUUID(),
  state: 'waiting',
  steps: steps.map(name => ({ name, state: 'waiting' })),
  blobs: blobs.map(blob => ({ ...blob, sentBytes: 0, state: 'waiting' })),
  movedBytes: 0,
  totalBytes: blobs.reduce((sum, blob) => sum + blob.sizeBytes, 0),
  startedAtMs,
})

const finished = (clock: Clock) => ({ endedAtMs: clock.now() })

const allDone = ({ steps }: Transfer) => ({
  steps: steps.map(step => ({ ...step, state: 'done' as const })),
})

const createContext = (
  job: Job,
  patch: (job: Job, change: Partial<Transfer>) => void,
): JobContext => ({
  signal: job.controller.signal,
  step: name => {
    const at = job.transfer.steps.findIndex(step => step.name === name)
    const stateOf = (index: number) => (index < at ? 'done' : index === at ? 'running' : 'waiting')
    patch(job, {
      steps: job.transfer.steps.map((step, index) => ({ ...step, state: stateOf(index) })),
    })
  },
  blob: (digest, change) => {
    const blobs = job.transfer.blobs.map(blob =>
      blob.digest === digest ? moveBlob(blob, change) : blob,
    )
    patch(job, { blobs, movedBytes: blobs.reduce((sum, blob) => sum + blob.sentBytes, 0) })
  },
})

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
