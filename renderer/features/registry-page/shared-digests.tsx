import { useTranslation } from 'react-i18next'
import { shortDigest } from '../../../shared/model/digest.ts'
import type { RegistryPage } from '../../../shared/ipc/schemas/capabilities.ts'
import styles from './source-pane.module.css'

/** Which tags go together when one of their digests is deleted. */
export function SharedDigests({ digests }: { digests: RegistryPage['sharedDigests'] }) {
  const { t } = useTranslation()
  return (
    <section>
      <div className={styles.why}>
        <h2>{t('capabilities.shared.title')}</h2>
        <p>{t(`capabilities.shared.${digests.length === 0 ? 'none' : 'text'}`)}</p>
      </div>
      {digests.length > 0 && (
        <ul className={styles.digests}>
          {digests.map(({ digest, repository, tags }) => {
            const names = `${repository} ${tags.join(', ')}`
            return (
              <li key={`${repository}@${digest}`}>
                <span className="mono" title={digest}>
                  {shortDigest(digest)}
                </span>
                <span className="trunc" title={names}>
                  {names}
                </span>
                <span>{t('capabilities.shared.tags', { count: tags.length })}</span>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
