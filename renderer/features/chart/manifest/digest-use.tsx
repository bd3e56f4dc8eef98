import { useTranslation } from 'react-i18next'
import { Digest } from '../../../components/digest.tsx'
import styles from './manifest.module.css'

type Props = {
  use: 'manifest' | 'archive' | 'config' | 'index'
  digest: string
  /** Of an image or something else that is no chart. */
  isOfOther?: boolean
}

/** One of the digests a version has, in full, and what it is good for. */
export function DigestUse({ use, digest, isOfOther = false }: Props) {
  const { t } = useTranslation()
  return (
    <section className={styles.use}>
      <h2 className={styles.useTitle}>{t(`chart.digests.${use}.title`)}</h2>
      <p className={styles.useText}>
        {isOfOther && (use === 'manifest' || use === 'config')
          ? t(`chart.digests.${use}.useOfOther`)
          : t(`chart.digests.${use}.use`)}
      </p>
      <Digest digest={digest} isFull copyLabel={t(`chart.digests.${use}.copy`)} />
    </section>
  )
}
