import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type {
  PullOutcome as Outcome,
  PullPlan,
  Transfer,
} from '../../../shared/ipc/schemas/transfers.ts'
import { Button } from '../../components/button.tsx'
import { announce } from '../../lib/announce.ts'
import { useContractMutation } from '../../lib/contract-query.ts'
import { asSentence, useErrorWords } from '../../lib/error-words.ts'
import { useDownloadTickets } from '../../lib/use-download-tickets.ts'
import { formatBytes, formatDuration } from '../../lib/formats.ts'
import { noProvenanceKey } from './no-provenance-key.ts'
import styles from './pull.module.css'
import { ResultLine } from './result-line.tsx'

type Props = { plan: PullPlan; transfer: Transfer | undefined; alreadyThere: string | undefined }

/** Digest, provenance, contents, saved: in the order in which they were looked at. */
export function PullResult({ plan, transfer, alreadyThere }: Props) {
  const { t } = useTranslation()
  const isDone = transfer?.kind === 'pull' && transfer.state === 'done'
  const outcome = isDone ? transfer.outcome : undefined
  if (alreadyThere !== undefined)
    return (
      <div className={styles.part} role="status">
        <ResultLine mark="check" tone="ok" name={t('pull.result.saved')}>
          {t('pull.result.alreadyThere', { fileName: alreadyThere })}
        </ResultLine>
      </div>
    )
  if (!transfer || !outcome) return null
  return (
    <div className={styles.part} role="status">
      <ResultLine mark="check" tone="ok" name={t('pull.result.digest')}>
        {t(plan.fromCache ? 'pull.result.digestHere' : 'pull.result.digestMatches', {
          count: transfer.blobs.length,
        })}
      </ResultLine>
      <Provenance plan={plan} outcome={outcome} />
      <Contents plan={plan} outcome={outcome} />
      {outcome.folder === undefined ? (
        <Downloaded transfer={transfer} outcome={outcome} />
      ) : (
        <Saved transfer={transfer} outcome={outcome} folder={outcome.folder} />
      )}
    </div>
  )
}

function Provenance({ plan, outcome }: { plan: PullPlan; outcome: Outcome }) {
  const { t } = useTranslation()
  const { provenanceFileName } = outcome
  return (
    <ResultLine mark="dash" tone="t3" name={t('pull.result.provenance')}>
      {provenanceFileName !== undefined
        ? t('pull.result.provenanceSaved', { fileName: provenanceFileName })
        : t(plan.provenance ? 'pull.result.provenanceLeft' : noProvenanceKey(plan))}
    </ResultLine>
  )
}

function Contents({ plan, outcome }: { plan: PullPlan; outcome: Outcome }) {
  const { t } = useTranslation()
  const { contents, helmLoads, refusingHelm, name = '', version = '' } = outcome
  const isLoaded = helmLoads && refusingHelm === undefined
  const isFine = isLoaded && contents !== 'differs' && contents !== 'unreadable'
  const words = helmLoads ? contents : 'helm-refuses'
  return (
    <ResultLine
      mark={isFine ? 'check' : 'alert'}
      tone={isFine ? 'ok' : 'warn'}
      name={t('pull.result.contents')}
    >
      {t(`pull.result.contentsAre.${words}`, { name, version, tag: plan.tag })}
      {refusingHelm && ` ${t('transfers.oneHelmRefuses', { helm: refusingHelm })}`}
    </ResultLine>
  )
}

type EndProps = { transfer: Transfer; outcome: Outcome }

const saved = ({ sizeBytes, tookMs }: Outcome) => ({
  size: formatBytes(sizeBytes),
  time: formatDuration(tookMs),
})

function Saved({ transfer, outcome, folder }: EndProps & { folder: string }) {
  const { t } = useTranslation()
  const reveal = useContractMutation('folders.reveal')
  const path = `${folder}${folder.includes('\\') ? '\\' : '/'}${outcome.fileName}`
  return (
    <ResultLine
      mark="download"
      tone="ok"
      name={t('pull.result.saved')}
      end={
        <Button variant="link" onClick={() => reveal.mutate({ transferId: transfer.id })}>
          {t('pull.result.showInFolder')}
        </Button>
      }
    >
      <span className="mono t1 selectable">{path}</span>
      {t('pull.result.sizeInTime', saved(outcome))}
    </ResultLine>
  )
}

function Downloaded({ transfer, outcome }: EndProps) {
  const { t } = useTranslation()
  const { download, error } = useDownloadTickets(transfer.id)
  const words = useErrorWords(error)
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    download()
    announce(t('pull.result.announced', { fileName: outcome.fileName }))
  }, [download, outcome.fileName, t])
  return (
    <ResultLine
      mark="download"
      tone="ok"
      name={t('pull.result.saved')}
      end={
        <Button variant="link" onClick={download}>
          {t('pull.result.downloadAgain')}
        </Button>
      }
    >
      <span className="mono t1 selectable">{outcome.fileName}</span>
      {t('pull.result.sizeInTime', saved(outcome))}
      <span className="t2"> {t('pull.result.toBrowser')}</span>
      {error && (
        <span className="bad" role="alert">
          {' '}
          {asSentence(words.title)} {words.advice}
        </span>
      )}
    </ResultLine>
  )
}
