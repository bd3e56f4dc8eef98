import { useCallback, useMemo, useRef, useState } from 'react'
import type { Draft, Target } from '../../../shared/ipc/schemas/transfers.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import { useOpener } from '../../lib/use-opener.ts'
import { focusOnMount } from '../../lib/focus-on-mount.ts'
import { focusPane } from '../../lib/panes.ts'
import { DraftList } from './draft-list.tsx'
import type { OpenedDrafts } from './dropped-files.ts'
import { pushChoice } from './push-choice.ts'
import type { PushedPlace } from './pushed-place.ts'
import { Pushing } from './pushing.tsx'
import { RefusedFiles } from './refused-files.tsx'
import type { Readiness } from './readiness.ts'
import { ReviewFoot } from './review-foot.tsx'
import { ReviewHead } from './review-head.tsx'
import styles from './review-sheet.module.css'
import { usePushRun } from './use-push-run.ts'

type Props = {
  opened: OpenedDrafts
  initialTarget: Target | undefined
  /** Names the drafts that a failed push could still be tried again with. */
  onClose: (keptIds: readonly string[]) => void
  onPushed: (place: PushedPlace) => void
  onInspect: (draftId: string) => void
}

// Return pushes from anywhere in the sheet; where there is nothing to push, a button takes it.
const focusFirst = (sheet: HTMLElement | null) =>
  focusOnMount(sheet?.querySelector<HTMLElement>('[data-autofocus]') ?? sheet)

/** Says before anything leaves the machine where it would go, what would be sent, and what speaks against it. */
export function ReviewSheet({ opened, initialTarget, onClose: close, onPushed, onInspect }: Props) {
  const sheet = useRef<HTMLDivElement>(null)
  const registries = useContractQuery('registries.list', {}).data?.registries ?? []
  const withProvenance = useMemo(
    () => new Set(opened.drafts.filter(d => d.provenance).map(({ draftId }) => draftId)),
    [opened],
  )
  const [drafts, setDrafts] = useState<readonly Draft[]>(opened.drafts)
  const [chosenTarget, setTarget] = useState(initialTarget)
  const [isPicking, setIsPicking] = useState(false)
  const [readiness, setReadiness] = useState<ReadonlyMap<string, Readiness>>(new Map())
  const [mayMove, setMayMove] = useState<ReadonlySet<string>>(new Set())
  const focusOpener = useOpener()
  const { run, begunIds, begin, retried, reset } = usePushRun()

  // What was open may be a registry that has been removed.
  const registry = registries.find(({ id }) => id === chosenTarget?.registryId)
  const target = registry && chosenTarget
  const choice = pushChoice({ drafts, readiness, mayMove })
  const tell = useCallback(
    (draftId: string, next: Readiness) =>
      setReadiness(before => new Map(before).set(draftId, next)),
    [],
  )
  const isPushing = run.size > 0
  const onClose = () => close(begunIds)
  const push = () => {
    if (!target) return setIsPicking(true)
    if (choice.drafts.length > 0 && !isPushing) void begin(choice.drafts, target, readiness)
  }
  const rest = isPushing ? drafts.filter(({ draftId }) => !run.has(draftId)) : []
  const only = drafts.length === 1 ? drafts[0] : undefined
  return (
    <DialogFrame
      ref={sheet}
      shape="sheet"
      onClose={onClose}
      onOpenAutoFocus={event => {
        event.preventDefault()
        focusFirst(sheet.current)
      }}
      onCloseAutoFocus={event => {
        if (!isPushing) return focusOpener(event)
        // The new row stands selected behind; a drop had no opener to go back to.
        event.preventDefault()
        focusPane('centre')
      }}
      onKeyDown={event => {
        // Return is Push, unless something of its own has the focus, or a tag would move.
        if (event.key !== 'Enter' || event.target !== sheet.current || choice.moves > 0) return
        event.preventDefault()
        push()
      }}
    >
      <ReviewHead
        drafts={drafts}
        registries={registries}
        target={target}
        isPushing={isPushing}
        isPicking={isPicking}
        onPicking={setIsPicking}
        onTarget={next => {
          setReadiness(new Map())
          setTarget(next)
        }}
      />
      <div className={styles.body}>
        <RefusedFiles refused={opened.refused} />
        {isPushing && target && registry ? (
          <Pushing
            drafts={drafts}
            run={run}
            readiness={readiness}
            registry={registry}
            onPushed={onPushed}
            onRetried={retried}
            onBack={reset}
          />
        ) : (
          <DraftList
            drafts={drafts}
            withProvenance={withProvenance}
            target={target}
            readiness={readiness}
            mayMove={mayMove}
            onMayMove={setMayMove}
            onReadiness={tell}
            onDraft={changed =>
              setDrafts(drafts.map(d => (d.draftId === changed.draftId ? changed : d)))
            }
            onInspect={onInspect}
          />
        )}
      </div>
      <ReviewFoot
        isPushing={isPushing}
        run={run}
        hasRest={rest.some(({ draftId }) => readiness.get(draftId)?.kind !== 'already-there')}
        onRest={() => {
          setDrafts(rest)
          reset()
        }}
        choice={choice}
        isNothing={drafts.length === 0}
        hasTarget={target !== undefined}
        only={only}
        onInspect={onInspect}
        onClose={onClose}
        onPush={push}
      />
    </DialogFrame>
  )
}
