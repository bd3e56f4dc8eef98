import { useTranslation } from 'react-i18next'
import { Button } from '../button.tsx'
import { chooseFiles } from '../../lib/choose-files.ts'
import styles from './connection.module.css'

type FileProps = {
  label?: string
  accept: string
  /** Name of the chosen file, or of the one that is used now. */
  name: string | undefined
  onFile: (file: File) => void
}

/** A chosen file, and the button that chooses it. */
export function FileLine({ label, accept, name, onFile }: FileProps) {
  const { t } = useTranslation()
  const choose = async () => {
    const [file] = await chooseFiles({ accept })
    if (file) onFile(file)
  }
  return (
    <div className={styles.file}>
      {label !== undefined && <span className={styles.fileLabel}>{label}</span>}
      <span className={name === undefined ? 't3 grow' : styles.path}>
        {name ?? t('connection.noFile')}
      </span>
      <Button
        size="sm"
        aria-label={label === undefined ? undefined : t('connection.chooseThis', { label })}
        onClick={() => void choose()}
      >
        {t('connection.choose')}
      </Button>
    </div>
  )
}

type OfferProps = { shown: string; onUse: () => void }

/** A file that docker or podman uses for this host, to be taken too. */
export function OfferLine({ shown, onUse }: OfferProps) {
  const { t } = useTranslation()
  return (
    <div className={styles.file}>
      <span className={styles.path}>{shown}</span>
      <Button size="sm" aria-label={t('connection.useThisFile', { file: shown })} onClick={onUse}>
        {t('connection.useThis')}
      </Button>
    </div>
  )
}
