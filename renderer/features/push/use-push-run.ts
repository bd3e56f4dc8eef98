import { useState } from 'react'
import type { Draft, Target } from '../../../shared/ipc/schemas/transfers.ts'
import { call } from '../../lib/call.ts'
import { useHangUp } from '../../lib/use-hang-up.ts'
import type { Readiness } from './readiness.ts'

/** What became of a draft after Push. */
export type Started =
  | { readonly kind: 'starting' }
  | { readonly kind: 'transfer'; readonly transferId: string }
  | { readonly kind: 'already-there'; readonly digest: string }
  /** The registry has changed since the review: its checks are run again. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'failed'; readonly error: unknown }

export type Run = ReadonlyMap<string, Started>

const start = async (
  draft: Draft,
  target: Target,
  readiness: Readiness,
  signal: AbortSignal,
): Promise<Started> => {
  try {
    const input = {
      draftId: draft.draftId,
      target,
      ...(readiness.kind === 'moves-tag' && { moveTagFrom: readiness.from }),
    }
    const answer = await call('push.start', input, { signal })
    if (answer.result === 'started') return { kind: 'transfer', transferId: answer.transferId }
    if (answer.result === 'already-there') return { kind: 'already-there', digest: answer.digest }
    return { kind: 'changed' }
  } catch (error) {
    return { kind: 'failed', error }
  }
}

/**
 * Starts the pushes the user agreed to; the core runs them from there, in their turn. `begunIds` are the drafts of
 * all runs, also of those before `reset`. A sheet that is closed hangs up: what the registry asks then is told in the list.
 */
export const usePushRun = () => {
  const [run, setRun] = useState<Run>(new Map())
  const [begunIds, setBegunIds] = useState<readonly string[]>([])
  const hangUp = useHangUp()
  const begin = async (
    drafts: readonly Draft[],
    target: Target,
    readiness: ReadonlyMap<string, Readiness>,
  ) => {
    setBegunIds(before => [...before, ...drafts.map(({ draftId }) => draftId)])
    setRun(new Map(drafts.map(({ draftId }) => [draftId, { kind: 'starting' }])))
    const startOne = async (draft: Draft) => {
      const agreed = readiness.get(draft.draftId)
      if (!agreed) return
      const started = await start(draft, target, agreed, hangUp())
      setRun(before => new Map(before).set(draft.draftId, started))
    }
    // All at once: what the core was told goes on without this page, what waits here does not.
    await Promise.all(drafts.map(startOne))
  }
  /** A retry is another transfer. */
  const retried = (draftId: string, transferId: string) =>
    setRun(before => new Map(before).set(draftId, { kind: 'transfer', transferId }))
  return { run, begunIds, begin, retried, reset: () => setRun(new Map()) }
}
