import type { Retry } from './retry.ts'
import type { Announced, JobContext, JobSpec, Outcome, StepName } from './transfer-engine.ts'

/** Where a transfer was: what is kept of each kind says nothing of it. */
export type TransferLocation = { readonly registryId: string; readonly repository: string }

/** What is known of a transfer; its steps are those of its kind. */
export type Outline = Omit<Announced, 'steps'>

/** Everything is known now, and what belongs to it is held until `settled`. */
export type Ready<Plan> = Outline & Pick<JobSpec, 'settled'> & { readonly plan: Plan }

/**
 * What the asking came to: what is to be run, or an answer instead; then what is run, or the failure, where the caller
 * is gone and the transfer has to tell what came of it.
 */
export type Asked<Answer, Plan> =
  | { readonly ready: Ready<Plan> }
  | { readonly instead: Answer; readonly alone: Ready<Plan | { readonly refuses: Error }> }

export type Planned<Answer, Plan> =
  | { readonly instead: Answer }
  | {
      readonly outline: Outline
      /** Asks registries and disks for what it needs to begin. */
      ask(signal: AbortSignal): Promise<Asked<Answer, Plan>>
      /** Called where no transfer came of it. */
      dropped?(): void
    }

/**
 * A kind of transfer: one row of the table of operations. What it keeps of itself (`retry.ts`) has to be enough for
 * `resume` and `retry`.
 */
export type Operation<Request, Answer, Plan, Kept extends Retry> = {
  /** In the order in which they are shown. */
  readonly steps: readonly StepName[]
  /** What is known before anything is asked, and the asking; or the answer that is owed at once. */
  plan(request: Request): Planned<Answer, Plan>
  run(plan: Plan, context: JobContext): Promise<Outcome>
  /**
   * What to go on with when the program was killed; undefined where it has failed, and is tried again by the user only.
   * The items that ended are in `context.items`.
   */
  resume(kept: Kept, location: TransferLocation): Request | undefined
  /** The request to do it once more. */
  retry(kept: Kept, location: TransferLocation): Request
}
