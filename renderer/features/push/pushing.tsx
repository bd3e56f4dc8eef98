import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { DonePush, Draft, Transfer } from '../../../shared/ipc/schemas/transfers.ts'
import { formatReference, isRepositoryName } from '../../../shared/model/reference.ts'
import { parseDigest } from '../../../shared/model/digest.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import type { IconName } from '../../components/icon-paths.ts'
import { Icon } from '../../components/icon.tsx'
import { RawExchange } from '../../components/raw-exchange.tsx'
import { TransferProgress } from '../../components/transfer-progress.tsx'
import { announce } from '../../lib/announce.ts'
import { useContractMutation } from '../../lib/contract-query.ts'
import { asSentence, useErrorWords } from '../../lib/error-words.ts'
import { useTransfer } from '../../lib/use-transfers.ts'
import type { PushedPlace } from './pushed-place.ts'
import styles from './pushing.module.css'
import sheet from './sheet.module.css'
import type { Readiness } from './readiness.ts'
import type { Run, Started } from './use-push-run.ts'

type Props = {
  drafts: readonly Draft[]
  run: Run
  /** Of those that were not among them. */
  readiness: ReadonlyMap<string, Readiness>
  registry: Registry
  onPushed: (place: PushedPlace) => void
  onRetried: (draftId: string, transferId: string) => void
  onBack: () => void
}

/** The pushes of this sheet, each with its way and its end. The first that ends is shown in the table behind. */
export function Pushing({ drafts, run, readiness, registry, onPushed, onRetried, onBack }: Props) {
  const shown = useRef(false)
  const showFirst = (place: PushedPlace) => {
    if (shown.current) return
    shown.current = true
    onPushed(place)
  }
  return (
    <section className={sheet.section}>
      {drafts.map(draft => {
        const started = run.get(draft.draftId)
        return started ? (
          <OnePush
            key={draft.draftId}
            draft={draft}
            started={started}
            registry={registry}
            onDone={showFirst}
            onRetried={transferId => onRetried(draft.draftId, transferId)}
            onBack={onBack}
          />
        ) : (
          <LeftOut key={draft.draftId} draft={draft} readiness={readiness.get(draft.draftId)} />
        )
      })}
    </section>
  )
}

function LeftOut({ draft, readiness }: { draft: Draft; readiness: Readiness | undefined }) {
  const { t } = useTranslation()
  return (
    <Result mark="dash" title={t('push.result.leftOut', { title: titleOf(draft) })}>
      {readiness && readiness.kind !== 'ready' && t(`push.blocked.${readiness.kind}`)}
    </Result>
  )
}

const titleOf = ({ metadata }: Draft) => `${metadata.name} ${metadata.version}`

type OneProps = {
  draft: Draft
  started: Started
  registry: Registry
  onDone: (place: PushedPlace) => void
  onRetried: (transferId: string) => void
  onBack: () => void
}

function OnePush({ draft, started, registry, onDone, onRetried, onBack }: OneProps) {
  const { t } = useTranslation()
  const transfer = useTransfer(started.kind === 'transfer' ? started.transferId : undefined)
  const title = titleOf(draft)
  const isDone = transfer?.state === 'done'
  const { repository, tag, digest } = transfer ?? {}
  const tellDone = useEffectEvent(() => {
    if (repository === undefined || tag === undefined || digest === undefined) return
    announce(t('push.result.pushed', { title }))
    onDone({ registryId: registry.id, repository, tag, digest })
  })
  useEffect(() => {
    if (isDone) tellDone()
  }, [isDone])
  if (started.kind === 'already-there')
    return <Result mark="dash" title={t('push.result.alreadyThere', { title })} />
  if (started.kind === 'changed')
    return (
      <Result mark="alert" title={t('push.result.changed', { title })}>
        <Button size="sm" onClick={onBack}>
          {t('push.result.checkAgain')}
        </Button>
      </Result>
    )
  if (started.kind === 'failed') return <Failure title={title} error={started.error} />
  if (!transfer || transfer.state === 'waiting' || transfer.state === 'running')
    return <Running title={title} transfer={transfer} />
  if (transfer.state === 'failed')
    return (
      <Failure title={title} error={transfer.error} transfer={transfer} onRetried={onRetried} />
    )
  if (transfer.state === 'cancelled')
    return <Result mark="dash" title={t('push.result.cancelled', { title })} />
  return transfer.kind === 'push' ? (
    <Pushed title={title} transfer={transfer} registry={registry} />
  ) : null
}

function Running({ title, transfer }: { title: string; transfer: Transfer | undefined }) {
  const { t } = useTranslation()
  const cancel = useContractMutation('transfers.cancel')
  return (
    <div className={styles.running}>
      <div className={styles.runningHead}>
        <span className="med t1 grow">{t('push.pushing', { title })}</span>
        {transfer && (
          <Button
            size="sm"
            isDisabled={cancel.isPending}
            onClick={() => cancel.mutate({ transferId: transfer.id })}
          >
            {t('push.cancelPush')}
          </Button>
        )}
      </div>
      {transfer && <TransferProgress transfer={transfer} />}
    </div>
  )
}

function Pushed({
  title,
  transfer,
  registry,
}: {
  title: string
  transfer: DonePush
  registry: Registry
}) {
  const { t } = useTranslation()
  const { outcome } = transfer
  const digest = parseDigest(transfer.digest ?? '')
  const reference =
    digest && isRepositoryName(transfer.repository)
      ? formatReference({ host: registry.host, repository: transfer.repository, digest })
      : undefined
  return (
    <Result mark="check" tone="ok" title={t('push.result.pushed', { title })}>
      {reference !== undefined && (
        <span className={styles.resultReference}>
          <span className="mono t1 selectable">{reference}</span>
          <CopyButton size="xs" text={reference} label={t('push.result.copy')} />
        </span>
      )}
      {outcome.tagNow === 'not-visible-yet' && (
        <span className={styles.moved}>
          {t('push.result.notVisibleYet', { host: registry.host, tag: transfer.tag ?? '' })}
        </span>
      )}
      {outcome.tagNow === 'moved' && (
        <span className={styles.moved}>
          {t('push.result.movedSince', { tag: transfer.tag ?? '', digest: outcome.pointsTo })}
        </span>
      )}
    </Result>
  )
}

type FailureProps = {
  title: string
  error: unknown
  transfer?: Transfer
  onRetried?: (transferId: string) => void
}

function Failure({ title, error, transfer, onRetried }: FailureProps) {
  const { t } = useTranslation()
  const words = useErrorWords(error)
  const retry = useContractMutation('transfers.retry', {
    onSuccess: ({ transferId }) => onRetried?.(transferId),
  })
  return (
    <Result mark="failed" tone="bad" title={t('push.result.failed', { title })}>
      <span role="alert">
        {asSentence(words.title)} {words.advice}
      </span>
      <RawExchange error={error} className={styles.exchange} />
      {transfer && (
        <Button size="sm" onClick={() => retry.mutate({ transferId: transfer.id })}>
          {t('common.tryAgain')}
        </Button>
      )}
    </Result>
  )
}

type ResultProps = {
  mark: IconName
  tone?: 'ok' | 'bad' | 't2'
  title: string
  children?: ReactNode
}

function Result({ mark, tone = 't2', title, children }: ResultProps) {
  return (
    <div className={styles.result} role="status">
      <span className={tone}>
        <Icon name={mark} />
      </span>
      <div className={styles.resultText}>
        <span className="med t1">{title}</span>
        {children}
      </div>
    </div>
  )
}
