import { useTranslation } from 'react-i18next'
import type { Certificate } from '../../../shared/ipc/schemas/connection-settings.ts'
import { formatDate } from '../../lib/formats.ts'
import { Fingerprint } from './certificate-facts.tsx'
import styles from './certificate.module.css'

/** What the registry sent, the certificate of the host first. */
export function CertificateChain({ chain }: { chain: readonly Certificate[] }) {
  const { t } = useTranslation()
  return (
    <ol className={styles.chain} aria-label={t('connection.chain')}>
      {chain.map(({ subject, issuer, validFromMs, validToMs, sha256 }, at) => (
        <li key={at} className={styles.link}>
          <span className="med">{subject}</span>
          <span className="t2">
            {t(subject === issuer ? 'connection.issuedByItself' : 'connection.issuedBy', {
              issuer,
            })}{' '}
            {t('connection.fromTo', { from: formatDate(validFromMs), to: formatDate(validToMs) })}
          </span>
          <Fingerprint sha256={sha256} />
        </li>
      ))}
    </ol>
  )
}
