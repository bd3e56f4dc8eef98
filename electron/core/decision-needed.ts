import type { NeededDecision } from '../../shared/ipc/schemas/decisions.ts'

/**
 * Carries a decision that the user has to make out of a deep call. It becomes the result `needs-decision` and is never
 * shown as an error.
 */
export class DecisionNeeded extends Error {
  readonly decision: NeededDecision

  /** `cause`: the error that it would be where nobody can decide. */
  constructor(decision: NeededDecision, options?: { readonly cause: unknown }) {
    super(`decision needed: ${decision.decision}`, options)
    this.name = 'DecisionNeeded'
    this.decision = decision
  }
}

/** Runs the call. A decision that the user has to make becomes its result and is no error. */
export const orDecision = async <T>(
  act: () => Promise<T>,
): Promise<T | (NeededDecision & { result: 'needs-decision' })> => {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof DecisionNeeded)) throw error
    return { result: 'needs-decision', ...error.decision }
  }
}
