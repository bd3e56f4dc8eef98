import { AppError } from '../../../../shared/errors.ts'
import type { Operation, Ready } from './operation.ts'
import type { Retry } from './retry.ts'
import type { Caller, JobSpec, TransferEngine } from './transfer-engine.ts'

export type Started = { readonly result: 'started'; readonly transferId: string }

type Engine = Pick<TransferEngine, 'announce' | 'interrupted' | 'get' | 'retryOf' | 'clear'>

/** Writes it down, asks what it needs, and runs it in its turn. Answers, or throws, where no transfer came of it. */
export const startOperation = async <Request, Answer, Plan, Kept extends Retry>(
  engine: Engine,
  operation: Operation<Request, Answer, Plan, Kept>,
  request: Request,
  caller: Caller,
): Promise<Answer | Started> => {
  const planned = operation.plan(request)
  if ('instead' in planned) return planned.instead
  const { steps } = operation
  const jobOf = ({ plan, ...known }: Ready<Plan | { readonly refuses: Error }>): JobSpec => ({
    ...known,
    steps,
    run: async context => {
      if (isRefusal(plan)) throw plan.refuses
      return operation.run(plan, context)
    },
  })
  const prepare = async (signal: AbortSignal) => {
    const asked = await planned.ask(signal)
    return 'ready' in asked
      ? { job: jobOf(asked.ready) }
      : { instead: asked.instead, alone: jobOf(asked.alone) }
  }
  try {
    const answer = await engine.announce({ ...planned.outline, steps }, prepare, caller)
    if (!isStarted(answer)) planned.dropped?.()
    return answer
  } catch (error) {
    planned.dropped?.()
    throw error
  }
}

/** One row for each kind of what is kept. */
export type OperationTable = {
  readonly [Kind in Retry['kind']]: Operation<
    // Its own requests are made by the row itself, and answered to nobody.
    // oxlint-disable-next-line typescript/no-explicit-any
    any,
    unknown,
    // oxlint-disable-next-line typescript/no-explicit-any
    any,
    Extract<Retry, { kind: Kind }>
  >
}

/** The compiler cannot see that the row and what was kept are of one kind. */
const rowOf = (table: OperationTable, { kind }: Retry) =>
  table[kind] as Operation<unknown, unknown, unknown, Retry>

/** Does a transfer that has ended once more, as another. Behind a Retry nobody can be asked: what is owed is told there. */
export const retryOperation = async (
  engine: Engine,
  table: OperationTable,
  transferId: string,
  signal: AbortSignal,
): Promise<{ readonly transferId: string }> => {
  const kept = engine.retryOf(transferId)
  const operation = rowOf(table, kept)
  const request = operation.retry(kept, engine.get(transferId))
  const started = await startOperation(engine, operation, request, { signal, decides: false })
  if (!isStarted(started)) throw new AppError('not-found', 'transfer')
  engine.clear(transferId)
  return { transferId: started.transferId }
}

/** Lets those go on that can, where they were when the program was killed; what comes of it is told in the list. */
export const resumeOperations = (engine: Engine, table: OperationTable): void => {
  const { signal } = new AbortController()
  for (const { transfer, retry } of engine.interrupted()) {
    const operation = rowOf(table, retry)
    const request = operation.resume(retry, transfer)
    if (request === undefined) continue
    const caller = { signal, decides: false, goesOn: transfer.id }
    // It is told on the transfer.
    startOperation(engine, operation, request, caller).catch(() => undefined)
  }
}

const isRefusal = (plan: unknown): plan is { readonly refuses: Error } =>
  typeof plan === 'object' && plan !== null && 'refuses' in plan

const isStarted = (answer: unknown): answer is Started =>
  typeof answer === 'object' && answer !== null && 'result' in answer && answer.result === 'started'
