import type { Draft } from '../../../shared/ipc/schemas/transfers.ts'
import type { Readiness } from './readiness.ts'

/** What Push would do now. */
export type PushChoice = {
  readonly drafts: readonly Draft[]
  /** How many tags move to another digest: more than none makes it destructive. */
  readonly moves: number
  /** Why nothing can be pushed: selects the words; undefined when something can. */
  readonly blocked: Exclude<Readiness['kind'], 'ready'> | undefined
}

type Options = {
  readonly drafts: readonly Draft[]
  readonly readiness: ReadonlyMap<string, Readiness>
  /** Drafts whose tag may be moved. A single chart needs no tick: its button says it. */
  readonly mayMove: ReadonlySet<string>
}

/** Of one chart: itself. Of several: those that are ready, and those whose tag the user said may move. */
export const pushChoice = ({ drafts, readiness, mayMove }: Options): PushChoice => {
  const kindOf = ({ draftId }: Draft) => readiness.get(draftId)?.kind ?? 'checking'
  const isOnly = drafts.length === 1
  const chosen = drafts.filter(draft => {
    const kind = kindOf(draft)
    return kind === 'ready' || (kind === 'moves-tag' && (isOnly || mayMove.has(draft.draftId)))
  })
  const moves = chosen.filter(draft => kindOf(draft) === 'moves-tag').length
  const kinds = drafts.map(kindOf)
  const blocked =
    chosen.length > 0
      ? undefined
      : (['checking', 'owes-decision', 'moves-tag', 'failed', 'already-there'] as const).find(
          kind => kinds.includes(kind),
        )
  return { drafts: chosen, moves, blocked }
}
