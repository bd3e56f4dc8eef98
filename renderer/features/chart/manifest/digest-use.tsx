import { useTranslation } from 'react-i18next'
import { Digest } from '../../../components/digest.tsx'
import styles from './manifest.module.css'

type Props = { use: 'manifest' | 'archive' | 'config' | 'index'; digest: string }

/** One of the digests a version has, in full, and what it is good for. */
export function DigestUse({ use, digest }: Props) {
  const { t } = useTranslation()
  return (
    <section className={styles.use}>
      <h2 className={styles.useTitle}>{t(`chart.digests.${use}.title`)}</h2>
      <p className={styles.useText}>{t(`chart.digests.${use}.use`)}</p>
      <Digest digest={digest} isFull copyLabel={t(`chart.digests.${use}.copy`)} />
    </section>
  )
}
