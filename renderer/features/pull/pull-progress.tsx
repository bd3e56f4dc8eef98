import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { PullPlan, Transfer } from '../../../shared/ipc/schemas/transfers.ts'
import { TransferProgress } from '../../components/transfer-progress.tsx'
import { ExistsDecision } from './exists-decision.tsx'
import { PullFailure } from './pull-failure.tsx'
import type { PullPhase } from './pull-phase.ts'
import { PullResult } from './pull-result.tsx'
import styles from './pull.module.css'
import { Snippets } from './snippets.tsx'
import type { PullStage } from './use-pull.ts'

type Props = {
  plan: PullPlan
  registry: Registry
  stage: PullStage
  phase: PullPhase
  transfer: Transfer | undefined
  onStage: (stage: PullStage) => void
  onExisting: (answer: 'keep-both' | 'replace') => void
  onNote: (note: string | undefined) => void
}

const failureOf = (stage: PullStage, transfer: Transfer | undefined): unknown => {
  if (stage.kind === 'failed') return stage.error
  return transfer?.state === 'failed' ? transfer.error : undefined
}

/** The part below the settings: a question, the way there, or what was found. */
export function PullProgress(props: Props) {
  const { plan, registry, stage, phase, transfer, onStage, onExisting, onNote } = props
  const { t } = useTranslation()
  switch (phase) {
    case 'resolving':
    case 'choosing':
      return null
    case 'asking':
      return (
        stage.kind === 'exists' && (
          <ExistsDecision
            fileName={stage.fileName}
            onKeepBoth={() => onExisting('keep-both')}
            onReplace={() => onExisting('replace')}
          />
        )
      )
    case 'running':
      return (
        <div className={styles.part}>{transfer && <TransferProgress transfer={transfer} />}</div>
      )
    case 'cancelled':
      return <p className={styles.part}>{t('pull.cancelled')}</p>
    case 'failed':
      return (
        <PullFailure
          error={failureOf(stage, transfer)}
          transferId={transfer?.id}
          onRetried={transferId => onStage({ kind: 'transfer', transferId })}
        />
      )
    case 'done':
      return (
        <>
          <PullResult
            plan={plan}
            transfer={transfer}
            alreadyThere={stage.kind === 'already-there' ? stage.fileName : undefined}
          />
          <Snippets plan={plan} registry={registry} onNote={onNote} />
        </>
      )
  }
}
