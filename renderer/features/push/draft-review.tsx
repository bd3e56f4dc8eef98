import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Check, Draft, Target } from '../../../shared/ipc/schemas/transfers.ts'
import { isCancelled } from '../../../shared/errors.ts'
import { Button } from '../../components/button.tsx'
import { ErrorPane } from '../../components/error-pane.tsx'
import { WarningsStrip } from '../../components/warnings-strip.tsx'
import { useContractMutation } from '../../lib/contract-query.ts'
import { CheckLine } from './check-line.tsx'
import { PushPlan } from './push-plan.tsx'
import styles from './draft-review.module.css'
import sheet from './sheet.module.css'
import { checkLines, type Readiness } from './readiness.ts'
import { useReview } from './use-review.ts'

type Props = {
  draft: Draft
  target: Target
  /** There was a .prov, and the user took it out. */
  isProvenanceLeftOut: boolean
  /** Not yet its turn: many charts are checked a few at a time. */
  isEnabled: boolean
  /** False: only its verdict is told. */
  isShown: boolean
  onReadiness: (draftId: string, readiness: Readiness) => void
  onDraft: (draft: Draft) => void
}

/** The checks of one chart against the target, and what would be pushed. */
export function DraftReview(props: Props) {
  const { draft, target, isProvenanceLeftOut, isEnabled, isShown, onReadiness, onDraft } = props
  const { t } = useTranslation()
  const { draftId } = draft
  const { checks, plan, readiness, isOver, error, refetch } = useReview(draftId, target, isEnabled)
  useEffect(() => onReadiness(draftId, readiness), [draftId, readiness, onReadiness])
  const removal = useContractMutation('drafts.removeProvenance', {
    onSuccess: ({ draft: without }) => {
      onDraft(without)
      void refetch()
    },
  })
  const removeProvenance = removal.isPending ? undefined : () => removal.mutate({ draftId })
  if (!isShown) return null
  if (error && !isCancelled(error))
    return <ErrorPane error={error} onRetry={() => void refetch()} />
  const lines = checkLines(checks, isOver).map(line => (isProvenanceLeftOut ? leftOut(line) : line))
  return (
    <>
      <section className={sheet.section}>
        <h3 className={sheet.sectionTitle}>
          {t('push.checksTitle')}
          <span className="grow" />
          <span className={styles.tally} role="status">
            {tally(t, lines)}
          </span>
        </h3>
        <ul>
          {lines.map(line => (
            <CheckLine
              key={line.check}
              check={line}
              action={
                line.check === 'provenance' &&
                line.state === 'decision' && (
                  <Button size="sm" onClick={removeProvenance} isDisabled={!removeProvenance}>
                    {t('push.leaveProvenanceOut')}
                  </Button>
                )
              }
            />
          ))}
        </ul>
      </section>
      <div className={styles.odd}>
        <WarningsStrip warnings={draft.warnings.filter(({ key }) => !hasLine.has(key))} />
      </div>
      {plan && (
        <PushPlan
          review={plan}
          draft={draft}
          isProvenanceLeftOut={isProvenanceLeftOut}
          onRemoveProvenance={removeProvenance}
        />
      )}
    </>
  )
}

/** What is told in the line "archive" of the checks. */
const hasLine: ReadonlySet<string> = new Set(['helm-3-refuses', 'helm-4-refuses'])

/** There was one, and the user took it out: that is not the same as none. */
const leftOut = (line: Check): Check =>
  line.check === 'provenance' && line.key === 'none' ? { ...line, key: 'left-out' } : line

const tally = (t: ReturnType<typeof useTranslation>['t'], lines: readonly Check[]) => {
  const count = (states: readonly Check['state'][]) =>
    lines.filter(({ state }) => states.includes(state)).length
  return [
    t('push.tally.passed', { count: count(['passed']) }),
    count(['notice']) > 0 && t('push.tally.notice', { count: count(['notice']) }),
    count(['warning']) > 0 && t('push.tally.warning', { count: count(['warning']) }),
    count(['decision']) > 0 && t('push.tally.decision', { count: count(['decision']) }),
    count(['failed']) > 0 && t('push.tally.failed', { count: count(['failed']) }),
    count(['running']) > 0 && t('push.tally.running', { count: count(['running']) }),
  ]
    .filter(Boolean)
    .join(', ')
}
