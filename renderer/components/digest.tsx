import { useTranslation } from 'react-i18next'
import { shortDigest } from '../../shared/model/digest.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './digest.module.css'

type Props = {
  digest: string
  /** All digits: wherever a decision is made. */
  isFull?: boolean
  /** What copying yields, when it is more than the digest: `oci://…@sha256:…`. */
  copies?: string
  copyLabel?: string
}

const spoken = (digest: string): { algorithm: string; start: string; end: string } => {
  const [algorithm = '', hex = ''] = digest.split(':')
  return { algorithm, start: hex.slice(0, 4), end: hex.slice(-2) }
}

/** A digest in mono, read as "sha256 ab12, ending f3". Copying always takes all digits. */
export function Digest({ digest, isFull = false, copies = digest, copyLabel }: Props) {
  const { t } = useTranslation()
  return (
    <span className={styles.digest}>
      <span className={isFull ? styles.full : 'mono'} aria-hidden="true">
        {isFull ? digest : shortDigest(digest)}
      </span>
      <span className="sr">{t('common.digestSpoken', spoken(digest))}</span>
      <CopyButton
        className={styles.copy}
        size="xs"
        text={copies}
        label={copyLabel ?? t('common.copyDigest')}
      />
    </span>
  )
}
