import { useState } from 'react'
import type { Input, Output } from '../../../shared/ipc/contract.ts'
import type { PullPlan } from '../../../shared/ipc/schemas/transfers.ts'
import { call } from '../../lib/call.ts'
import { useHangUp } from '../../lib/use-hang-up.ts'

type StartInput = Input<'pull.start'>
export type PullSettings = Pick<StartInput, 'destination' | 'keepProvenance'>

/** Where a pull stands before the core has it as a transfer. */
export type PullStage =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'exists'; readonly fileName: string; readonly settings: PullSettings }
  | { readonly kind: 'already-there'; readonly fileName: string }
  | { readonly kind: 'transfer'; readonly transferId: string }
  | { readonly kind: 'failed'; readonly error: unknown }

const stageOf = (answer: Output<'pull.start'>, settings: PullSettings): PullStage => {
  if (answer.result === 'started') return { kind: 'transfer', transferId: answer.transferId }
  const { fileName } = answer
  return answer.result === 'already-there'
    ? { kind: 'already-there', fileName }
    : { kind: 'exists', fileName, settings }
}

/** Starts a pull by the digest that was resolved, never by the tag, and from where it was resolved. A closed dialog hangs up: the list tells what came of it. */
export const usePull = () => {
  const [stage, setStage] = useState<PullStage>({ kind: 'choosing' })
  const hangUp = useHangUp()
  const start = async (
    plan: PullPlan,
    settings: PullSettings,
    onExisting: StartInput['onExisting'] = 'ask',
  ): Promise<void> => {
    setStage({ kind: 'starting' })
    const { registryId, repository } = plan.location
    try {
      const input: StartInput = {
        registryId,
        repository,
        digest: plan.digest,
        ...(plan.tag !== undefined && { tag: plan.tag }),
        ...(plan.fromCache && { fromCache: true }),
        ...settings,
        onExisting,
      }
      const answer = await call('pull.start', input, { signal: hangUp() })
      setStage(stageOf(answer, settings))
    } catch (error) {
      setStage({ kind: 'failed', error })
    }
  }
  return { stage, setStage, start }
}
