import { useState } from 'react'
import type { Draft, Target } from '../../../shared/ipc/schemas/transfers.ts'
import { DraftLine } from './draft-line.tsx'
import { DraftReview } from './draft-review.tsx'
import { DraftSummary } from './draft-summary.tsx'
import type { Readiness } from './readiness.ts'

type Props = {
  drafts: readonly Draft[]
  /** Those that came with a .prov. */
  withProvenance: ReadonlySet<string>
  target: Target | undefined
  readiness: ReadonlyMap<string, Readiness>
  mayMove: ReadonlySet<string>
  onMayMove: (mayMove: ReadonlySet<string>) => void
  onReadiness: (draftId: string, readiness: Readiness) => void
  onDraft: (draft: Draft) => void
  onInspect: (draftId: string) => void
}

/** Reviews that run at once; each asks the registry three questions. */
const atOnce = 4

/** One chart: its checks. Several: a line each, opened on demand. */
export function DraftList(props: Props) {
  const { drafts, target, readiness } = props
  const [openId, setOpenId] = useState<string>()
  const waiting = drafts.filter(
    ({ draftId }) => (readiness.get(draftId)?.kind ?? 'checking') === 'checking',
  )
  const active = new Set(waiting.slice(0, atOnce).map(({ draftId }) => draftId))
  const reviewOf = (draft: Draft, isShown: boolean) =>
    target ? (
      <DraftReview
        key={`${draft.draftId} ${target.registryId} ${target.namespace}`}
        draft={draft}
        target={target}
        isProvenanceLeftOut={!draft.provenance && props.withProvenance.has(draft.draftId)}
        isEnabled={isShown || active.has(draft.draftId) || readiness.has(draft.draftId)}
        isShown={isShown}
        onReadiness={props.onReadiness}
        onDraft={props.onDraft}
      />
    ) : (
      isShown && <DraftSummary draft={draft} />
    )
  const [only] = drafts
  if (only && drafts.length === 1) return reviewOf(only, true)
  return drafts.map(draft => {
    const isOpen = draft.draftId === openId
    return (
      <DraftLine
        key={draft.draftId}
        draft={draft}
        readiness={readiness.get(draft.draftId)}
        hasTarget={target !== undefined}
        isOpen={isOpen}
        mayMove={props.mayMove.has(draft.draftId)}
        onMayMove={may => props.onMayMove(withOrWithout(props.mayMove, draft.draftId, may))}
        onToggle={() => setOpenId(isOpen ? undefined : draft.draftId)}
        onInspect={() => props.onInspect(draft.draftId)}
      >
        {reviewOf(draft, isOpen)}
      </DraftLine>
    )
  })
}

const withOrWithout = (set: ReadonlySet<string>, item: string, isIn: boolean) => {
  const next = new Set(set)
  if (isIn) next.add(item)
  else next.delete(item)
  return next
}
