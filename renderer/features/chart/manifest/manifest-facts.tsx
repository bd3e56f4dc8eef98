import { useTranslation } from 'react-i18next'
import type { ManifestView } from '../../../../shared/ipc/schemas/charts.ts'
import { Digest } from '../../../components/digest.tsx'
import { formatBytes } from '../../../lib/formats.ts'
import { DigestUse } from './digest-use.tsx'
import styles from './manifest.module.css'

const chartLayer = ({ layers }: ManifestView) =>
  layers.find(({ role }) => role === 'chart' || role === 'chart-legacy')

/** The three digests with their uses, then config, layers and annotations. */
export function ManifestFacts({ manifest }: { manifest: ManifestView }) {
  const archive = chartLayer(manifest)
  const isOfOther = manifest.kind !== 'chart'
  return (
    <>
      <div className={styles.uses}>
        <DigestUse use="manifest" digest={manifest.digest} isOfOther={isOfOther} />
        {archive && <DigestUse use="archive" digest={archive.digest} />}
        {manifest.config && (
          <DigestUse use="config" digest={manifest.config.digest} isOfOther={isOfOther} />
        )}
        {manifest.indexDigest !== undefined && (
          <DigestUse use="index" digest={manifest.indexDigest} />
        )}
      </div>
      <Parts manifest={manifest} />
      <Annotations annotations={manifest.annotations} />
    </>
  )
}

function Parts({ manifest }: { manifest: ManifestView }) {
  const { t } = useTranslation()
  const { config, layers } = manifest
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('chart.manifest.parts')}</h2>
      <Part name={t('chart.manifest.manifest')} part={manifest} />
      {config && <Part name={t('chart.manifest.config')} part={config} />}
      {layers.map((layer, position) => (
        <Part
          key={position}
          name={t('chart.manifest.layer', { number: position + 1 })}
          detail={t(`chart.manifest.roles.${layer.role}`)}
          part={layer}
        />
      ))}
    </section>
  )
}

type PartProps = {
  name: string
  detail?: string
  part: { mediaType: string; digest: string; sizeBytes: number }
}

function Part({ name, detail, part }: PartProps) {
  return (
    <div className={styles.part}>
      <div className={styles.partHead}>
        <span>
          <span className="t1 med">{name}</span>
          {detail !== undefined && <span className={styles.role}>{detail}</span>}
        </span>
        <Digest digest={part.digest} />
        <span className={styles.size}>{formatBytes(part.sizeBytes)}</span>
      </div>
      <div className={`mono ${styles.mediaType}`}>{part.mediaType}</div>
    </div>
  )
}

function Annotations({ annotations }: { annotations: Readonly<Record<string, string>> }) {
  const { t } = useTranslation()
  const entries = Object.entries(annotations)
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('chart.manifest.annotations')}</h2>
      {entries.length === 0 ? (
        <p className={styles.none}>{t('chart.manifest.noAnnotations')}</p>
      ) : (
        <dl className={styles.annotations}>
          {entries.map(([name, value]) => (
            <div key={name}>
              <dt className="mono">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
