import type { TFunction } from 'i18next'
import { knownWords } from '../../lib/known-words.ts'
import type { IconName } from '../../components/icon-paths.ts'
import { Icon } from '../../components/icon.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { formatAgo, formatCount, formatExactTime } from '../../lib/formats.ts'
import type { KnownRepository, RepositoryDetails } from '../../lib/repository-details.ts'
import styles from './repository-list.module.css'

type Props = {
  t: TFunction
  /** Below the namespace that is listed. */
  name: string
  known: KnownRepository | undefined
  /** Of an earlier listing, until it is told anew. */
  tagCount: number | undefined
}

const iconOf: Record<string, IconName> = { image: 'image', index: 'image', other: 'file' }

const timeOf = (latest: RepositoryDetails['latest']): number | undefined => {
  const timeMs = Date.parse(latest?.createdAt ?? '')
  return Number.isNaN(timeMs) ? undefined : timeMs
}

const latestText = ({ kind, version, tag }: NonNullable<RepositoryDetails['latest']>): string =>
  kind === 'chart' ? (version ?? tag) : tag

/** What is known of a repository: its newest version, how many there are, and whether it holds charts at all. */
export function RepositoryRow({ t, name, known, tagCount }: Props) {
  const details = known?.state === 'known' ? known.details : undefined
  const latest = details?.latest
  const kind = latest?.kind
  const isOther = kind !== undefined && kind !== 'chart'
  const space = name.slice(0, name.lastIndexOf('/') + 1)
  const count = details?.tagCount ?? tagCount
  const timeMs = timeOf(latest)
  const about = isOther
    ? t(`versions.kind.${kind}`)
    : [latest?.deprecated && t('catalog.deprecated'), latest?.description]
        .filter(Boolean)
        .join(' · ')
  return (
    <>
      <Icon name={iconOf[kind ?? ''] ?? 'package'} size={14} />
      <span className={`${styles.nameCell} trunc`}>
        {space !== '' && <span className="t3">{space}</span>}
        <span className={styles.name}>{name.slice(space.length)}</span>
      </span>
      {known?.state === 'failed' ? (
        <span className={`${styles.failure} trunc bad`}>
          {knownWords(
            t,
            [`errors.${known.code}.${known.reason}.title`, 'versions.notRead'],
            known.params,
          )}
        </span>
      ) : (
        <>
          <span className={`${styles.latest} trunc`} title={latest && latestText(latest)}>
            {latest ? latestText(latest) : known === undefined && <Skeleton width={44} />}
          </span>
          <span className={`${styles.about} trunc`} title={about}>
            {about}
          </span>
          <span className={`${styles.count} num`}>
            {count !== undefined && t('catalog.versions', { count, shown: formatCount(count) })}
          </span>
          <span
            className={`${styles.age} num`}
            title={timeMs === undefined ? undefined : formatExactTime(timeMs)}
          >
            {timeMs !== undefined && formatAgo(timeMs)}
          </span>
        </>
      )}
    </>
  )
}
