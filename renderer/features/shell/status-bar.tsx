import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { Icon } from '../../components/icon.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { StatusDot } from '../../components/status-dot.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import { formatClock, formatCount, formatDuration } from '../../lib/formats.ts'
import { usePlace, type Place } from '../../lib/place.ts'
import { isExposed, registryStateKey, registryTone } from '../../lib/registry-state.ts'
import { useKnownDetails, useListedTags } from '../../lib/version-details.ts'
import styles from './status-bar.module.css'

type ConnectionProps = { registry: Registry | undefined; isFile: boolean }

function Connection({ registry, isFile }: ConnectionProps) {
  const { t } = useTranslation()
  if (!registry)
    return (
      <span className={styles.item}>
        {isFile ? <Icon name="file" size={12} /> : <StatusDot tone="off" />}
        {t(isFile ? 'shell.fileOpen' : 'shell.noRegistryOpen')}
      </span>
    )
  const { state, signIn, host } = registry
  const as =
    signIn.kind === 'user'
      ? t('shell.signedInAs', { username: signIn.username })
      : registry.kind === 'local'
        ? ''
        : t('shell.anonymously')
  return (
    <>
      <span className={styles.item}>
        <StatusDot tone={registryTone(registry)} />
        {t(`shell.connection.${registryStateKey(registry)}`, { host, as }).trim()}
      </span>
      {isExposed(registry) && <span className="warn">{t('shell.notEncrypted')}</span>}
      {state.status === 'connected' && state.tookMs !== undefined ? (
        <span className="t3 num">{formatDuration(state.tookMs)}</span>
      ) : (
        state.checkedAtMs !== undefined && (
          <span className="t3 num">
            {t('shell.checkedAt', { time: formatClock(state.checkedAtMs) })}
          </span>
        )
      )}
    </>
  )
}

/** How many of the versions are known while the registry lets no more be asked. */
function DetailsProgress({ place }: { place: Place }) {
  const { t } = useTranslation()
  const { registryId, repository } =
    place.kind === 'repository' || place.kind === 'version'
      ? place
      : { registryId: '', repository: '' }
  const known = useKnownDetails({ registryId, repository }).size
  const total = useListedTags({ registryId, repository })
  if (total === undefined || known >= total) return null
  const label = t('shell.detailsOf', { known: formatCount(known), total: formatCount(total) })
  return (
    <span className={styles.item}>
      <span className="num">{label}</span>
      <ProgressBar label={label} value={known} max={total} width={72} />
    </span>
  )
}

/** Connection of the open registry, what moves, and where the built-in registry listens. */
export function StatusBar({ transfers }: { transfers: ReactNode }) {
  const { t } = useTranslation()
  const place = usePlace()
  const registries = useContractQuery('registries.list', {}).data?.registries
  const info = useContractQuery('app.info', {}).data
  const registryId = 'registryId' in place ? place.registryId : undefined
  const registry = registries?.find(({ id }) => id === registryId)
  const local = info?.localRegistry
  return (
    <>
      <span className={styles.connection}>
        <Connection registry={registry} isFile={place.kind === 'draft'} />
      </span>
      <span className="grow" />
      {transfers}
      {registry?.state.limit === 'rate-limited' && <DetailsProgress place={place} />}
      <span className="t3 trunc">
        {registry?.state.status === 'offline'
          ? t('shell.waitsForIt')
          : local?.running && registries?.length
            ? t('shell.localRegistryOn', { address: local.address })
            : t('shell.contactsOnly')}
      </span>
    </>
  )
}
