import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DonePull, DonePush, Transfer } from '../../../shared/ipc/schemas/transfers.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import type { IconName } from '../../components/icon-paths.ts'
import { Icon } from '../../components/icon.tsx'
import { PopoverClose } from '../../components/popover.tsx'
import { TransferProgress } from '../../components/transfer-progress.tsx'
import { useContractMutation } from '../../lib/contract-query.ts'
import { isWebHost } from '../../lib/environment.ts'
import { asSentence, useErrorWords } from '../../lib/error-words.ts'
import { formatBytes, formatClock, formatDuration, formatExactTime } from '../../lib/formats.ts'
import { enterPane } from '../../lib/panes.ts'
import { useGoTo } from '../../lib/place.ts'
import { useDownloadTickets } from '../../lib/use-download-tickets.ts'
import { useRegistry } from '../../lib/use-registry.ts'
import { timeOf } from './transfer-groups.ts'
import styles from './transfers.module.css'

const marks: Record<Transfer['state'], { icon: IconName; tone: string }> = {
  running: { icon: 'transfers', tone: 'acc' },
  waiting: { icon: 'clock', tone: 't3' },
  failed: { icon: 'alert', tone: 'bad' },
  done: { icon: 'check', tone: 'ok' },
  cancelled: { icon: 'dash', tone: 't3' },
}

/** One transfer: what moves, how it stands in one sentence, and what can be done about it. */
export function TransferRow({ transfer }: { transfer: Transfer }) {
  const { t } = useTranslation()
  const { state, kind, title } = transfer
  const { icon, tone } = marks[state]
  const timeMs = timeOf(transfer)
  return (
    <li className={styles.row}>
      <span className={tone}>
        <Icon name={icon} />
      </span>
      <span className={styles.rowTitle} title={title}>
        {t(`transfers.titles.${kind}`, { title })}
      </span>
      <span className={`t3 num ${styles.moved}`}>
        <Moved transfer={transfer} />
      </span>
      <span className="t3 num" title={formatExactTime(timeMs)}>
        {formatClock(timeMs)}
      </span>
      <div className={styles.state}>
        <State transfer={transfer} />
      </div>
      <div className={styles.actions}>
        <Actions transfer={transfer} />
      </div>
    </li>
  )
}

/** How much a finished one was, and how long a pull took: a push has waited for its turn too. */
function Moved({ transfer }: { transfer: Transfer }): ReactNode {
  const { t } = useTranslation()
  if (transfer.state !== 'done') return null
  if (transfer.kind === 'push')
    return transfer.totalBytes > 0 ? formatBytes(transfer.totalBytes) : null
  const { sizeBytes, tookMs } = transfer.outcome
  return t('transfers.sizeInTime', { size: formatBytes(sizeBytes), time: formatDuration(tookMs) })
}

function State({ transfer }: { transfer: Transfer }): ReactNode {
  const { t } = useTranslation()
  const words = useErrorWords(transfer.state === 'failed' ? transfer.error : undefined)
  switch (transfer.state) {
    case 'running':
      return <TransferProgress transfer={transfer} />
    case 'waiting':
      return <p>{t('transfers.waits')}</p>
    case 'cancelled':
      return <p>{t('transfers.cancelled')}</p>
    case 'failed':
      return (
        <p>
          {asSentence(words.title)} {words.advice}
        </p>
      )
    case 'done':
      return transfer.kind === 'pull' ? (
        <Pulled transfer={transfer} />
      ) : (
        <Pushed transfer={transfer} />
      )
  }
}

function Pulled({ transfer: { outcome } }: { transfer: DonePull }) {
  const { t } = useTranslation()
  return (
    <p>
      {t(outcome.folder === undefined ? 'transfers.verified' : 'transfers.savedIn', {
        folder: outcome.folder,
        fileName: outcome.fileName,
      })}
      {!outcome.helmLoads && <span className="warn"> {t('transfers.helmRefuses')}</span>}
      {outcome.refusingHelm && (
        <span className="warn">
          {' '}
          {t('transfers.oneHelmRefuses', { helm: outcome.refusingHelm })}
        </span>
      )}
    </p>
  )
}

function Pushed({ transfer }: { transfer: DonePush }) {
  const { t } = useTranslation()
  const { host, repository, digest, outcome, tag } = transfer
  const reference = digest === undefined ? undefined : `oci://${host}/${repository}@${digest}`
  return (
    <p className={styles.reference}>
      <span className="mono trunc" title={reference}>
        {host}/{repository}
      </span>
      {reference !== undefined && (
        <CopyButton size="xs" text={reference} label={t('transfers.copyReference')} />
      )}
      {outcome.tagNow === 'not-visible-yet' && (
        <span className="warn">{t('transfers.notVisibleYet')}</span>
      )}
      {outcome.tagNow === 'moved' && (
        <span className="warn">{t('transfers.movedSince', { tag: tag ?? '' })}</span>
      )}
    </p>
  )
}

function Actions({ transfer }: { transfer: Transfer }) {
  const { t } = useTranslation()
  const { id: transferId, state, kind, title } = transfer
  const cancel = useContractMutation('transfers.cancel')
  const retry = useContractMutation('transfers.retry')
  const reveal = useContractMutation('folders.reveal')
  const { download } = useDownloadTickets(transferId)
  if (state === 'running' || state === 'waiting')
    return (
      <Button
        size="sm"
        aria-label={t('transfers.cancelOne', { title })}
        isDisabled={cancel.isPending}
        onClick={() => cancel.mutate({ transferId })}
      >
        {t('common.cancel')}
      </Button>
    )
  if (state === 'failed' || state === 'cancelled')
    return (
      <Button
        size="sm"
        aria-label={t('transfers.retryOne', { title })}
        isDisabled={retry.isPending}
        onClick={() => retry.mutate({ transferId })}
      >
        {t('transfers.retry')}
      </Button>
    )
  return (
    <>
      <OpenChart transfer={transfer} />
      {kind === 'pull' && isWebHost && (
        <Button size="sm" onClick={download}>
          {t('transfers.download')}
        </Button>
      )}
      {kind === 'pull' && !isWebHost && (
        <Button size="sm" onClick={() => reveal.mutate({ transferId })}>
          {t('transfers.show')}
        </Button>
      )}
    </>
  )
}

/** To what was pushed or pulled, by its digest: the tag may name another by now. */
function OpenChart({ transfer }: { transfer: Transfer }) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const { registryId, repository, digest, tag, title } = transfer
  const { registry } = useRegistry(registryId)
  const reference = digest ?? tag
  if (!registry || reference === undefined) return null
  return (
    <PopoverClose asChild>
      <Button
        size="sm"
        aria-label={t('transfers.openOne', { title })}
        onClick={() => {
          goTo({ kind: 'version', registryId, repository, reference })
          enterPane('centre')
        }}
      >
        {t('transfers.open')}
      </Button>
    </PopoverClose>
  )
}
