import { useTranslation } from 'react-i18next'
import type { PullPlan } from '../../../shared/ipc/schemas/transfers.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Icon } from '../../components/icon.tsx'
import { isWebHost } from '../../lib/environment.ts'
import { useErrorWords } from '../../lib/error-words.ts'
import { formatBytes } from '../../lib/formats.ts'
import { noProvenanceKey } from './no-provenance-key.ts'
import styles from './pull.module.css'

type Props = {
  folder: { shown: string } | undefined
  error: unknown
  onChoose: () => void
  plan: PullPlan
  keepProvenance: boolean
  onKeepProvenance: (keep: boolean) => void
  /** Once it runs, nothing of it changes. */
  isFixed: boolean
}

/** The folder is text: another one is chosen in the system's dialog. A browser has one place of its own. */
export function SaveTo(props: Props) {
  const { t } = useTranslation()
  const { folder, error, onChoose, isFixed, plan, keepProvenance, onKeepProvenance } = props
  const { provenance } = plan
  const words = useErrorWords(error)
  return (
    <>
      <span className={styles.fieldLabel}>{t('pull.saveTo')}</span>
      <span className={styles.folderLine}>
        {isWebHost ? (
          <span className={styles.browser}>{t('pull.browser')}</span>
        ) : (
          <>
            <span className={styles.folder}>
              <Icon name="folder" size={14} />
              <span className="mono trunc" title={folder?.shown}>
                {folder?.shown ?? t('pull.noFolder')}
              </span>
            </span>
            {!isFixed && <Button onClick={onChoose}>{t('pull.choose')}</Button>}
          </>
        )}
        {error !== null && error !== undefined && (
          <span className="bad" role="alert">
            {words.title}
          </span>
        )}
      </span>
      <span />
      {provenance ? (
        <label className={styles.check}>
          <Checkbox isChecked={keepProvenance} isDisabled={isFixed} onChange={onKeepProvenance} />
          {t('pull.keepProvenance', { size: formatBytes(provenance.sizeBytes) })}
        </label>
      ) : (
        <span className={styles.hint}>{t(noProvenanceKey(plan))}</span>
      )}
    </>
  )
}
