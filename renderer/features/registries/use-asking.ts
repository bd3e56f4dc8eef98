import { useState } from 'react'
import { useContractMutation } from '../../lib/contract-query.ts'
import type { Input, Output } from '../../../shared/ipc/contract.ts'
import type { Decisions, OwedDecision } from '../../../shared/ipc/schemas/registries.ts'

type Deciding = 'registries.probe' | 'registries.add' | 'registries.signIn' | 'registries.import'
type Answer<M extends Deciding> = Exclude<Output<M>, { result: 'needs-decision' }>

/**
 * A call that may come back with a decision the user owes, and is then repeated with it. What was agreed to
 * is kept by the caller: it holds for later calls about the same address too.
 */
export const useAsking = <M extends Deciding>(
  method: M,
  onAnswer: (answer: Answer<M>, input: Input<M>) => void,
) => {
  const [owed, setOwed] = useState<{ decision: OwedDecision; input: Input<M> }>()
  const mutation = useContractMutation(method, {
    // The input may hold a password: it goes with the dialog.
    gcTime: 0,
  })
  const take = (output: Output<M>, input: Input<M>) => {
    if (output.result === 'needs-decision') return setOwed({ decision: output, input })
    setOwed(undefined)
    onAnswer(output as Answer<M>, input)
  }
  const ask = (input: Input<M>) => {
    setOwed(undefined)
    // Given here, not above: an answer that comes after the dialog has closed is nobody's.
    mutation.mutate(input, { onSuccess: take })
  }
  return {
    ask,
    owed: owed?.decision,
    decide: (agreed: Decisions) =>
      owed && ask({ ...owed.input, decisions: { ...owed.input.decisions, ...agreed } }),
    isAsking: mutation.isPending,
    error: mutation.error,
    reset: () => {
      setOwed(undefined)
      mutation.reset()
    },
  }
}
