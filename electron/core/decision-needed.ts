import type { OwedDecision } from '../../shared/ipc/schemas/registries.ts'

/** Carries a decision that the user owes out of a deep call; becomes the result `needs-decision`, never an error. */
export class DecisionOwed extends Error {
  readonly decision: OwedDecision

  /** `cause`: the error that it would be where nobody can decide. */
  constructor(decision: OwedDecision, options?: { readonly cause: unknown }) {
    super(`decision owed: ${decision.decision}`, options)
    this.name = 'DecisionOwed'
    this.decision = decision
  }
}

/** Runs the call; a decision owed becomes a result. */
export const orDecision = async <T>(
  act: () => Promise<T>,
): Promise<T | (OwedDecision & { result: 'needs-decision' })> => {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof DecisionOwed)) throw error
    return { result: 'needs-decision', ...error.decision }
  }
}
