import { type Ref, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { PullPlan, Transfer } from '../../../shared/ipc/schemas/transfers.ts'
import { Button } from '../../components/button.tsx'
import { ChartGlyph } from '../../components/chart-glyph.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TransferProgress } from '../../components/transfer-progress.tsx'
import { useContractMutation } from '../../lib/contract-query.ts'
import { isWebHost } from '../../lib/environment.ts'
import { useTransfer } from '../../lib/use-transfers.ts'
import { ExistsDecision } from './exists-decision.tsx'
import { PullFacts } from './pull-facts.tsx'
import { PullFailure } from './pull-failure.tsx'
import styles from './pull.module.css'
import { PullResult } from './pull-result.tsx'
import { SaveTo } from './save-to.tsx'
import { Snippets } from './snippets.tsx'
import { useFolder } from './use-folder.ts'
import { type PullSettings, type PullStage, usePull } from './use-pull.ts'

type Props = { plan: PullPlan; registry: Registry; onClose: () => void }

type Phase = 'choosing' | 'running' | 'done' | 'failed' | 'cancelled'

const phaseOf = (stage: PullStage, transfer: Transfer | undefined): Phase => {
  if (stage.kind === 'choosing' || stage.kind === 'exists') return 'choosing'
  if (stage.kind === 'failed') return 'failed'
  if (stage.kind === 'already-there') return 'done'
  if (stage.kind === 'starting' || !transfer) return 'running'
  return transfer.state === 'waiting' ? 'running' : transfer.state
}

/** What is pulled and where to; then the way there; then what was found, and how to refer to it. */
export function PullSheet({ plan, registry, onClose }: Props) {
  const { t } = useTranslation()
  const primary = useRef<HTMLButtonElement>(null)
  const { folder, choose, error: folderError } = useFolder()
  const [keepProvenance, setKeepProvenance] = useState(true)
  const [note, setNote] = useState<string>()
  const { stage, setStage, start } = usePull(plan)
  const transfer = useTransfer(stage.kind === 'transfer' ? stage.transferId : undefined)
  const phase = phaseOf(stage, transfer)
  const settings: PullSettings | undefined = isWebHost
    ? { destination: { kind: 'browser' }, keepProvenance }
    : folder && { destination: { kind: 'folder', folderId: folder.folderId }, keepProvenance }
  const pull = () => {
    if (settings) void start(settings)
    else choose()
  }
  return (
    <Dialog
      title={t('pull.title', { name: plan.name, version: plan.version })}
      leading={<ChartGlyph name={plan.name} size={24} />}
      width={748}
      onClose={onClose}
      onSubmit={phase === 'choosing' && stage.kind !== 'exists' ? pull : undefined}
      footerNote={phase === 'running' ? t('pull.goesOn') : phase === 'done' ? note : undefined}
      buttons={
        <PullButtons
          ref={primary}
          phase={phase}
          isAsking={stage.kind === 'exists'}
          transferId={transfer?.id}
          onClose={onClose}
          onAgain={() => setStage({ kind: 'choosing' })}
        />
      }
    >
      <PullFacts plan={plan} registry={registry}>
        <SaveTo
          folder={folder}
          error={folderError}
          onChoose={choose}
          provenance={plan.provenance}
          keepProvenance={keepProvenance}
          onKeepProvenance={setKeepProvenance}
          isFixed={phase !== 'choosing'}
        />
      </PullFacts>
      {stage.kind === 'exists' && (
        <ExistsDecision
          fileName={stage.fileName}
          onKeepBoth={() => void start(stage.settings, 'keep-both')}
          onReplace={() => void start(stage.settings, 'replace')}
        />
      )}
      {phase === 'running' && (
        <div className={styles.part}>{transfer && <TransferProgress transfer={transfer} />}</div>
      )}
      {phase === 'cancelled' && <p className={styles.part}>{t('pull.cancelled')}</p>}
      {phase === 'failed' && (
        <PullFailure
          error={stage.kind === 'failed' ? stage.error : transfer?.error}
          transferId={transfer?.id}
          onRetried={transferId => setStage({ kind: 'transfer', transferId })}
        />
      )}
      {phase === 'done' && (
        <>
          <PullResult
            plan={plan}
            transfer={transfer}
            alreadyThere={stage.kind === 'already-there' ? stage.fileName : undefined}
          />
          <Snippets plan={plan} registry={registry} onNote={setNote} />
        </>
      )}
    </Dialog>
  )
}

type ButtonsProps = {
  ref: Ref<HTMLButtonElement>
  phase: Phase
  isAsking: boolean
  transferId: string | undefined
  onClose: () => void
  onAgain: () => void
}

function PullButtons({ ref, phase, isAsking, transferId, onClose, onAgain }: ButtonsProps) {
  const { t } = useTranslation()
  const cancel = useContractMutation('transfers.cancel')
  switch (phase) {
    case 'choosing':
      return (
        <>
          <Button autoFocus={isAsking} onClick={onClose}>
            {t('common.cancel')}
          </Button>
          {!isAsking && (
            <Button ref={ref} type="submit" variant="primary" icon="download" autoFocus>
              {t('pull.pull')}
            </Button>
          )}
        </>
      )
    case 'running':
      return (
        <>
          <Button
            isDisabled={transferId === undefined || cancel.isPending}
            onClick={() => transferId !== undefined && cancel.mutate({ transferId })}
          >
            {t('pull.cancelPull')}
          </Button>
          <Button onClick={onClose}>{t('common.close')}</Button>
        </>
      )
    case 'done':
      return (
        <Button key="done" variant="primary" autoFocus onClick={onClose}>
          {t('pull.done')}
        </Button>
      )
    default:
      return (
        <>
          <Button onClick={onAgain}>{t('pull.change')}</Button>
          <Button onClick={onClose}>{t('common.close')}</Button>
        </>
      )
  }
}
