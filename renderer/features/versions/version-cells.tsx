import type { TFunction } from 'i18next'
import { knownWords } from '../../lib/known-words.ts'
import { shortDigest } from '../../../shared/model/digest.ts'
import type { VersionRow } from '../../../shared/model/version.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Pill } from '../../components/pill.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { formatAgo, formatBytes, formatExactTime } from '../../lib/formats.ts'
import type { KnownDetails } from '../../lib/version-details.ts'
import { knownDetails, otherVersion, parseTime } from './row-values.ts'
import styles from './version-table.module.css'

export type CellsProps = {
  /** Handed down: the hook's cost counts in rows that come and go while scrolling. */
  t: TFunction
  row: VersionRow
  known: KnownDetails | undefined
  /** Hovered or selected: its copy button shows. */
  isActive: boolean
  isOffline: boolean
  /** Where the registry cannot be reached: whether the archive is on this machine, once that is known. */
  isHere: boolean | undefined
}

function VersionCell({ t, row, known }: CellsProps) {
  const stated = otherVersion(row, knownDetails(known))
  return (
    <div
      role="gridcell"
      className={styles.version}
      title={
        row.version === row.tag
          ? row.tag
          : `${row.version}, ${t('versions.tagIs', { tag: row.tag })}`
      }
    >
      <span className={styles.name}>
        <span className="trunc">{row.version}</span>
        {row.prerelease && <Pill tone="warn">{t('versions.prerelease')}</Pill>}
        {stated !== undefined && (
          <Pill tone="warn">{t('versions.statedVersion', { version: stated })}</Pill>
        )}
      </span>
      {row.version !== row.tag && (
        <span className={styles.tag}>{t('versions.tagIs', { tag: row.tag })}</span>
      )}
    </div>
  )
}

function DigestCell({ t, known, isActive }: CellsProps) {
  const details = knownDetails(known)
  return (
    <div role="gridcell" className={styles.digest}>
      {details ? (
        <span className="mono" title={details.digest}>
          {shortDigest(details.digest)}
        </span>
      ) : (
        known === undefined && <Skeleton width={108} />
      )}
      {details && isActive && (
        <CopyButton
          size="xs"
          tabIndex={-1}
          text={details.digest}
          label={t('versions.copyFullDigest')}
        />
      )}
    </div>
  )
}

function ProvenanceCell({ t, known }: CellsProps) {
  if (known?.state === 'failed')
    return (
      <div role="gridcell" className="trunc bad" title={t('versions.notReadHint')}>
        {knownWords(
          t,
          [`errors.${known.code}.${known.reason}.title`, 'versions.notRead'],
          known.params,
        )}
      </div>
    )
  const details = knownDetails(known)
  if (!details)
    return (
      <div role="gridcell">
        <Skeleton width={52} />
      </div>
    )
  if (details.kind !== 'chart')
    return (
      <div role="gridcell" className={styles.badge}>
        <Icon name="image" size={14} />
        <span className="trunc">{t(`versions.kind.${details.kind}`)}</span>
      </div>
    )
  return (
    <div
      role="gridcell"
      className={styles.badge}
      title={t(details.provenance ? 'versions.provenanceHint' : 'versions.noProvenance')}
    >
      {!details.provenance && <span className="sr">{t('versions.noProvenance')}</span>}
      {details.provenance && (
        <>
          <Icon name="provenance" size={14} />
          {/* The column's head says of what. */}
          <span className="trunc t3">{t('versions.notChecked')}</span>
        </>
      )}
    </div>
  )
}

/** What is left of a version while its registry cannot be reached. */
function HereCell({ t, isHere }: Pick<CellsProps, 't' | 'isHere'>) {
  if (isHere === undefined)
    return (
      <div role="gridcell">
        <Skeleton width={90} />
      </div>
    )
  return (
    <div role="gridcell" className={styles.badge}>
      {isHere ? (
        <>
          <span className="ok">
            <Icon name="check" size={14} />
          </span>
          <span className="trunc t2">{t('versions.packageHere')}</span>
        </>
      ) : (
        <span className="trunc">{t('versions.listingHere')}</span>
      )}
    </div>
  )
}

/** The cells of one version, in the order of the columns. */
export function VersionCells(props: CellsProps) {
  const { known, isOffline } = props
  const details = knownDetails(known)
  const createdMs = parseTime(details?.createdAt)
  const isWaiting = known === undefined
  return (
    <>
      <VersionCell {...props} />
      <div role="gridcell" className={styles.app} title={details?.appVersion}>
        {isWaiting ? <Skeleton width={40} /> : details?.appVersion}
      </div>
      <DigestCell {...props} />
      <div
        role="gridcell"
        className={styles.created}
        title={createdMs === undefined ? undefined : formatExactTime(createdMs)}
      >
        {isWaiting ? <Skeleton width={66} /> : createdMs !== undefined && formatAgo(createdMs)}
      </div>
      <div role="gridcell" className={styles.size}>
        {isWaiting ? (
          <Skeleton width={48} />
        ) : (
          details?.sizeBytes !== undefined && formatBytes(details.sizeBytes)
        )}
      </div>
      {isOffline ? <HereCell {...props} /> : <ProvenanceCell {...props} />}
    </>
  )
}
