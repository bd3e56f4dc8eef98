import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { PullPlan } from '../../../shared/ipc/schemas/transfers.ts'
import { ChartGlyph } from '../../components/chart-glyph.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { isWebHost } from '../../lib/environment.ts'
import { useTransfer } from '../../lib/use-transfers.ts'
import { PullButtons } from './pull-buttons.tsx'
import { PullFacts } from './pull-facts.tsx'
import { type PullPhase, pullPhase } from './pull-phase.ts'
import { PullProgress } from './pull-progress.tsx'
import { SaveTo } from './save-to.tsx'
import { useFolder } from './use-folder.ts'
import { type PullSettings, usePull } from './use-pull.ts'

type Props = {
  name: string
  resolving: UseQueryResult<PullPlan>
  registry: Registry | undefined
  onClose: () => void
}

/** What is pulled and where to; then the way there; then what was found, and how to refer to it. */
export function PullSheet({ name, resolving, registry, onClose }: Props) {
  const { t } = useTranslation()
  const { folder, choose, error: folderError } = useFolder()
  const [keepProvenance, setKeepProvenance] = useState(true)
  const [note, setNote] = useState<string>()
  const { stage, setStage, start } = usePull()
  const transfer = useTransfer(stage.kind === 'transfer' ? stage.transferId : undefined)
  const plan = resolving.data
  const phase: PullPhase = plan && registry ? pullPhase(stage, transfer) : 'resolving'
  const settings: PullSettings | undefined = isWebHost
    ? { destination: { kind: 'browser' }, keepProvenance }
    : folder && { destination: { kind: 'folder', folderId: folder.folderId }, keepProvenance }
  const pull = () => {
    if (!plan) return
    if (settings) void start(plan, settings)
    else choose()
  }
  const notes: Partial<Record<PullPhase, string | undefined>> = {
    running: t('pull.goesOn'),
    done: note,
  }
  return (
    <Dialog
      title={
        plan ? t('pull.title', { name, version: plan.version }) : t('pull.titleOnly', { name })
      }
      leading={<ChartGlyph name={name} size={24} />}
      width={748}
      onClose={onClose}
      onSubmit={phase === 'choosing' ? pull : undefined}
      footerNote={notes[phase]}
      buttons={
        <PullButtons
          phase={phase}
          transferId={transfer?.id}
          onClose={onClose}
          onAgain={() => setStage({ kind: 'choosing' })}
        />
      }
    >
      <QueryView query={resolving} slow={t('pull.resolving')}>
        {resolved =>
          registry && (
            <>
              <PullFacts plan={resolved} registry={registry}>
                <SaveTo
                  folder={folder}
                  error={folderError}
                  onChoose={choose}
                  plan={resolved}
                  keepProvenance={keepProvenance}
                  onKeepProvenance={setKeepProvenance}
                  isFixed={phase !== 'choosing'}
                />
              </PullFacts>
              <PullProgress
                plan={resolved}
                registry={registry}
                stage={stage}
                phase={phase}
                transfer={transfer}
                onStage={setStage}
                onExisting={answer =>
                  stage.kind === 'exists' && void start(resolved, stage.settings, answer)
                }
                onNote={setNote}
              />
            </>
          )
        }
      </QueryView>
    </Dialog>
  )
}
