import { useTranslation } from 'react-i18next'
import type { Draft, Review } from '../../../shared/ipc/schemas/transfers.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { shortDigest } from '../../../shared/model/digest.ts'
import { formatBytes } from '../../lib/formats.ts'
import styles from './push-plan.module.css'
import sheet from './sheet.module.css'

type Props = {
  review: Review
  draft: Draft
  /** There is a .prov, and it stays here. */
  isProvenanceLeftOut: boolean
  /** Leaves the .prov out; undefined while something is asked. */
  onRemoveProvenance: (() => void) | undefined
}

/** Manifest, config and layers with their digests and sizes: everything that will leave the machine. */
export function PushPlan({ review, draft, isProvenanceLeftOut, onRemoveProvenance }: Props) {
  const { t } = useTranslation()
  const { plan } = review
  if (!plan) return null
  return (
    <section className={sheet.section}>
      <h3 className={sheet.sectionTitle}>{t('push.plan.title')}</h3>
      <ul className={styles.plan}>
        <Blob name={t('push.plan.manifest')} what={plan.manifest.mediaType} blob={plan.manifest} />
        <Blob
          name={t('push.plan.config')}
          what={plan.config.mediaType}
          blob={plan.config}
          branch="middle"
        />
        {plan.layers.map((layer, position) => (
          <Blob
            key={layer.digest}
            name={t('push.plan.layer', { number: position + 1 })}
            what={layer.fileName}
            blob={layer}
            branch={position === plan.layers.length - 1 ? 'last' : 'middle'}
            {...(layer.role === 'provenance' &&
              draft.provenance &&
              onRemoveProvenance && { onRemove: onRemoveProvenance })}
          />
        ))}
      </ul>
      <div className={styles.command}>
        <span className="t3">{t('push.plan.command')}</span>
        <code className="mono selectable">{review.helmCommand}</code>
        <CopyButton size="xs" text={review.helmCommand} label={t('push.plan.copyCommand')} />
      </div>
      {/* `helm push` sends a .prov beside the archive and has no flag against that: docs/protocol.md, "Where a push goes". */}
      {isProvenanceLeftOut && (
        <p className="t2">{t('push.plan.takesProvenance', { file: `${draft.fileName}.prov` })}</p>
      )}
    </section>
  )
}

type BlobProps = {
  name: string
  what: string
  blob: { digest: string; sizeBytes: number }
  branch?: 'middle' | 'last'
  onRemove?: () => void
}

function Blob({ name, what, blob, branch, onRemove }: BlobProps) {
  const { t } = useTranslation()
  return (
    <li className={styles.blob}>
      <span className={styles.name}>
        {branch && <span className={branch === 'last' ? styles.lastBranch : styles.branch} />}
        {name}
      </span>
      <span className={styles.what}>
        <span className="mono trunc" title={what}>
          {what}
        </span>
        {onRemove && (
          <IconButton
            icon="close"
            size="xs"
            label={t('push.plan.leaveOut', { file: what })}
            onClick={onRemove}
          />
        )}
      </span>
      <span className="mono" title={blob.digest}>
        {shortDigest(blob.digest)}
      </span>
      <span className={styles.size}>{formatBytes(blob.sizeBytes)}</span>
    </li>
  )
}
