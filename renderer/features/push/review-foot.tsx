import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Draft, Transfer } from '../../../shared/ipc/schemas/transfers.ts'
import { Button } from '../../components/button.tsx'
import { classNames } from '../../lib/class-names.ts'
import { useTransfers } from '../../lib/use-transfers.ts'
import frame from '../../components/dialog-frame.module.css'
import type { PushChoice } from './push-choice.ts'
import styles from './review-foot.module.css'
import sheet from './sheet.module.css'
import type { Run, Started } from './use-push-run.ts'
import { focusOnMount } from '../../lib/focus-on-mount.ts'

type Props = {
  isPushing: boolean
  run: Run
  /** Charts that were not pushed yet, and could be. */
  hasRest: boolean
  onRest: () => void
  choice: PushChoice
  /** None of the files is a chart. */
  isNothing: boolean
  hasTarget: boolean
  only: Draft | undefined
  onInspect: (draftId: string) => void
  onClose: () => void
  onPush: () => void
}

export function ReviewFoot(props: Props) {
  return (
    <div className={classNames(frame.foot, sheet.foot)}>
      {props.isPushing ? <PushingButtons {...props} /> : <ReviewButtons {...props} />}
    </div>
  )
}

function ReviewButtons({ choice, isNothing, hasTarget, only, onInspect, onClose, onPush }: Props) {
  const { t } = useTranslation()
  const cancel = useRef<HTMLButtonElement>(null)
  const { moves, drafts, blocked } = choice
  const reason = hasTarget && blocked !== undefined ? t(`push.blocked.${blocked}`) : undefined
  useEffect(() => {
    // A decision has turned up: whoever presses Return now must not move a tag. Of several, they were ticked.
    if (moves > 0 && only) focusOnMount(cancel.current)
  }, [moves, only])
  if (isNothing)
    return (
      <>
        <span className="grow" />
        <Button variant="primary" data-autofocus="" onClick={onClose}>
          {t('common.close')}
        </Button>
      </>
    )
  return (
    <>
      {only && <Button onClick={() => onInspect(only.draftId)}>{t('push.inspect')}</Button>}
      <span className={styles.reason} role="status">
        {reason}
      </span>
      <Button ref={cancel} onClick={onClose}>
        {t('common.cancel')}
      </Button>
      <Button variant={moves > 0 ? 'danger' : 'primary'} onClick={onPush} disabledReason={reason}>
        {pushLabel(t, { count: drafts.length, moves, isOnly: only !== undefined, hasTarget })}
      </Button>
    </>
  )
}

type LabelOptions = { count: number; moves: number; isOnly: boolean; hasTarget: boolean }

const pushLabel = (
  t: ReturnType<typeof useTranslation>['t'],
  { count, moves, isOnly, hasTarget }: LabelOptions,
) => {
  if (!hasTarget) return t('push.button.chooseTarget')
  if (isOnly) return t(moves > 0 ? 'push.button.moveTag' : 'push.button.push')
  if (count === 0) return t('push.button.push')
  const push = t('push.button.many', { count })
  return moves > 0 ? t('push.button.manyMove', { push, count: moves }) : push
}

/** Whether a push goes on, has ended well, or has come to nothing. */
const stateOf = (started: Started, transfers: readonly Transfer[] | undefined) => {
  if (started.kind === 'starting') return 'running'
  if (started.kind === 'already-there') return 'done'
  if (started.kind !== 'transfer') return 'ended'
  const state = transfers?.find(({ id }) => id === started.transferId)?.state ?? 'running'
  return state === 'waiting' ? 'running' : state
}

function PushingButtons({ run, hasRest, onRest, onClose }: Props) {
  const { t } = useTranslation()
  const transfers = useTransfers()
  const states = [...run.values()].map(started => stateOf(started, transfers))
  const isRunning = states.includes('running')
  const isDone = !isRunning && states.includes('done')
  return (
    <>
      <span className={styles.reason}>{isRunning && t('push.goesOn')}</span>
      {hasRest && !isRunning && <Button onClick={onRest}>{t('push.rest')}</Button>}
      <Button
        key={String(isRunning)}
        ref={isRunning ? null : focusOnMount}
        variant={isDone ? 'primary' : 'default'}
        onClick={onClose}
      >
        {t(isDone ? 'push.done' : 'common.close')}
      </Button>
    </>
  )
}
