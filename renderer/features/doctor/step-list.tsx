import { useId, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { IconName } from '../../components/icon-paths.ts'
import { Icon } from '../../components/icon.tsx'
import { Ring } from '../../components/ring.tsx'
import { classNames } from '../../lib/class-names.ts'
import type { DoctorStep } from '../../lib/doctor.ts'
import { formatShortDuration } from '../../lib/formats.ts'
import { listStep } from '../../lib/list-keys.ts'
import { rowIndexOf } from '../../lib/row-index.ts'
import styles from './doctor.module.css'
import { Marked } from './marked.tsx'
import { seenWords, sinceWords } from './step-words.ts'

/** A step that nothing was told of yet waits for its turn. */
export type ShownStep = DoctorStep | { step: DoctorStep['step']; state: 'waiting' }

type Props = {
  label: string
  hasHead?: boolean
  steps: readonly ShownStep[]
  selected: DoctorStep['step'] | undefined
  onSelect: (step: ShownStep) => void
  /** Enter or a double click: to its exchange. */
  onOpen: () => void
  /** Below the line of the step that failed. */
  renderFailure?: (failure: NonNullable<DoctorStep['failure']>) => ReactNode
}

const marks: Record<ShownStep['state'], { icon: IconName; tone: string }> = {
  running: { icon: 'notReached', tone: 'acc' },
  ok: { icon: 'check', tone: 'ok' },
  failed: { icon: 'failed', tone: 'bad' },
  skipped: { icon: 'dash', tone: 't3' },
  'not-reached': { icon: 'notReached', tone: 't3' },
  waiting: { icon: 'notReached', tone: 't3' },
}

const refusals = ['unauthorized', 'forbidden']

function Seen({ step }: { step: ShownStep }) {
  const { t } = useTranslation()
  if (step.state === 'waiting') return t('doctor.seen.waiting')
  const text = <Marked text={seenWords(t, step) + sinceWords(t, step)} />
  if (step.state !== 'failed') return text
  const isRefusal = refusals.includes(step.failure?.code ?? '')
  return (
    <>
      <span className="bad med">{t(`doctor.${isRefusal ? 'refused' : 'failed'}`)}</span> {text}
    </>
  )
}

function Mark({ state }: { state: ShownStep['state'] }) {
  const { t } = useTranslation()
  const { icon, tone } = marks[state]
  return (
    <span className={tone}>
      {state === 'running' ? <Ring size={16} /> : <Icon name={icon} />}
      <span className="sr">{t(`doctor.state.${state}`)}</span>
    </span>
  )
}

/** In a line, and on no button of it. */
const isLine = (target: EventTarget): boolean =>
  rowIndexOf(target) !== undefined && !(target instanceof Element && target.closest('button'))

/** Steps one below the other: mark, name, what was seen, time. Arrows select, Enter shows the exchange. */
export function StepList(props: Props) {
  const { label, hasHead = false, steps, selected, onSelect, onOpen, renderFailure } = props
  const { t } = useTranslation()
  const gridId = useId()
  const at = steps.findIndex(({ step }) => step === selected)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const isOnGrid = event.target === event.currentTarget
    if (event.key === 'Enter' && isOnGrid) {
      event.preventDefault()
      return onOpen()
    }
    const to = listStep(event.key, at, steps.length - 1)
    const next = to === undefined ? undefined : steps[to]
    if (!next) return
    event.preventDefault()
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
    onSelect(next)
  }
  return (
    <div
      className={styles.chain}
      role="grid"
      aria-label={label}
      aria-activedescendant={at === -1 ? undefined : `${gridId}-${selected}`}
      tabIndex={0}
      data-pane-focus=""
      onKeyDown={onKeyDown}
      onClick={({ target }) => {
        const clicked = steps[rowIndexOf(target) ?? -1]
        if (clicked) onSelect(clicked)
      }}
      onDoubleClick={({ target }) => isLine(target) && onOpen()}
    >
      <div role="row" className={hasHead ? styles.head : 'sr'}>
        {(['step', 'seen', 'took'] as const).map(column => (
          <span key={column} role="columnheader">
            {t(`doctor.column.${column}`)}
          </span>
        ))}
      </div>
      {steps.map((step, index) => {
        const failure = step.state === 'failed' ? step.failure : undefined
        const isTodo = step.state === 'waiting' || step.state === 'not-reached'
        return (
          <div
            key={step.step}
            id={`${gridId}-${step.step}`}
            role="row"
            data-index={index}
            aria-selected={step.step === selected}
            aria-current={failure || step.state === 'running' ? 'step' : undefined}
            aria-busy={step.state === 'running' || undefined}
            className={classNames(
              styles.step,
              failure && styles.failed,
              step.state === 'running' && styles.running,
              isTodo && styles.todo,
              step.step === selected && styles.selected,
            )}
          >
            <span role="gridcell" className={styles.name}>
              <Mark state={step.state} />
              <b>{t(`doctor.step.${step.step}`)}</b>
            </span>
            <span role="gridcell" className={styles.seen}>
              <Seen step={step} />
              {failure && renderFailure?.(failure)}
            </span>
            <span role="gridcell" className={styles.took}>
              {'tookMs' in step && step.tookMs !== undefined && formatShortDuration(step.tookMs)}
            </span>
          </div>
        )
      })}
    </div>
  )
}
