import type { NeededDecision } from '../../shared/ipc/schemas/decisions.ts'

/** Carries a decision that the user owes out of a deep call; becomes the result `needs-decision`, never an error. */
export class DecisionNeeded extends Error {
  readonly decision: NeededDecision

  /** `cause`: the error that it would be where nobody can decide. */
  constructor(decision: NeededDecision, options?: { readonly cause: unknown }) {
    super(`decision owed: ${decision.decision}`, options)
    this.name = 'DecisionNeeded'
    this.decision = decision
  }
}

/** Runs the call; a decision owed becomes a result. */
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
