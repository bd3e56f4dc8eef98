import { type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import type { Draft, Target } from '../../../shared/ipc/schemas/transfers.ts'
import { isCancelled } from '../../../shared/errors.ts'
import { FaultBoundary } from '../../components/fault-boundary.tsx'
import { FaultDialog } from '../../components/fault-dialog.tsx'
import { lazyView } from '../../lib/lazy-view.tsx'
import { call } from '../../lib/call.ts'
import { chooseDrafts, openFiles, type OpenedDrafts } from './dropped-files.ts'
import { DropPanel } from './drop-panel.tsx'
import { type PushChart, PushChartContext } from './use-push-chart.ts'
import type { PushedPlace } from './pushed-place.ts'
import { useFileDrag } from './use-file-drag.ts'

export type DropLayerProps = {
  /**
   * What is open: where a file goes that is dropped on no row. Rows and panes say theirs with
   * `data-drop-registry` (an id) and `data-drop-namespace`; the one under the pointer gets `data-drop-active`.
   */
  openTarget: Target | undefined
  /** A push has ended: show its row. */
  onPushed: (place: PushedPlace) => void
  /** The user wants to read a dropped archive in the inspector. */
  onInspect: (draftId: string) => void
  children: ReactNode
}

type Stage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'opening'; readonly count: number; readonly abort: AbortController }
  | { readonly kind: 'failed'; readonly error: unknown }
  | {
      readonly kind: 'review'
      readonly opened: OpenedDrafts
      readonly target: Target | undefined
      /** Read in the inspector when the sheet was opened: closing the sheet leaves it there. */
      readonly isInspected: boolean
    }

const idle: Stage = { kind: 'idle' }

const loadSheet = () => import('./review-sheet.tsx')
const ReviewSheet = lazyView(async () => (await loadSheet()).ReviewSheet)

/** Takes files dropped anywhere in the window, and holds the review sheet. Children may call `usePushChart()`. */
export function DropLayer({ openTarget, onPushed, onInspect, children }: DropLayerProps) {
  const [stage, setStage] = useState<Stage>(idle)
  const known = useRef(new Map<string, Draft>())
  const openingTarget = useRef(openTarget)
  useEffect(() => {
    openingTarget.current = openTarget
  })

  // Not among the code of the first paint; here before anybody can have chosen a file.
  useEffect(() => {
    const quiet = requestIdleCallback(() => void loadSheet())
    return () => cancelIdleCallback(quiet)
  }, [])

  const open = async (
    count: number,
    target: Target | undefined,
    read: (signal: AbortSignal) => Promise<OpenedDrafts>,
  ) => {
    const abort = new AbortController()
    if (count > 0) setStage({ kind: 'opening', count, abort })
    try {
      const opened = await read(abort.signal)
      for (const draft of opened.drafts) known.current.set(draft.draftId, draft)
      const isNothing = opened.drafts.length === 0 && opened.refused.length === 0
      setStage(isNothing ? idle : { kind: 'review', opened, target, isInspected: false })
    } catch (error) {
      setStage(isCancelled(error) ? idle : { kind: 'failed', error })
    }
  }

  const drag = useFileDrag(stage.kind === 'idle', (files, under) => {
    void open(files.length, under ?? openTarget, signal => openFiles(files, signal))
  })

  const push = useMemo<PushChart>(
    () => ({
      choose: () => void open(0, openingTarget.current, chooseDrafts),
      chooseFor: target => void open(0, target, chooseDrafts),
      reviewOf: draftId => {
        const draft = known.current.get(draftId)
        return draft && (() => review(draft))
      },
      fileNameOf: draftId => known.current.get(draftId)?.fileName,
    }),
    [],
  )
  const review = (draft: Draft) =>
    setStage({
      kind: 'review',
      opened: { drafts: [draft], refused: [] },
      target: openingTarget.current,
      isInspected: true,
    })
  const close = (kept: readonly string[] = []) => {
    if (stage.kind === 'opening') stage.abort.abort()
    if (stage.kind === 'review' && !stage.isInspected) discard(stage.opened.drafts, kept)
    setStage(idle)
  }

  return (
    <PushChartContext value={push}>
      {children}
      {(drag || stage.kind === 'opening' || stage.kind === 'failed') && (
        <DropPanel
          drag={drag}
          target={drag?.target ?? openTarget}
          opening={stage.kind === 'opening' ? stage.count : undefined}
          error={stage.kind === 'failed' ? stage.error : undefined}
          onClose={() => close()}
        />
      )}
      {stage.kind === 'review' && (
        <FaultBoundary
          part="push-sheet"
          renderFault={fault => <FaultDialog {...fault} onClose={() => close()} />}
        >
          <Suspense>
            <ReviewSheet
              opened={stage.opened}
              initialTarget={stage.target}
              onClose={close}
              onPushed={onPushed}
              onInspect={draftId => {
                close([draftId])
                onInspect(draftId)
              }}
            />
          </Suspense>
        </FaultBoundary>
      )}
    </PushChartContext>
  )
}

/** What is not read any further is closed in the core; a failure leaves it to the core's own clock. */
const discard = (drafts: readonly Draft[], kept: readonly string[]) => {
  const draftIds = drafts.map(({ draftId }) => draftId).filter(id => !kept.includes(id))
  if (draftIds.length > 0) void call('drafts.discard', { draftIds }).catch(() => undefined)
}
