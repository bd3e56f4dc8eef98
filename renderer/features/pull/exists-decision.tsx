import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import styles from './pull.module.css'

type Props = { fileName: string; onKeepBoth: () => void; onReplace: () => void }

/** A file of that name is there with other bytes. Nothing is overwritten without a word. */
export function ExistsDecision({ fileName, onKeepBoth, onReplace }: Props) {
  const { t } = useTranslation()
  return (
    <div className={styles.decision} role="alert">
      <span className="warn">
        <Icon name="alert" />
      </span>
      <span className="grow">{t('pull.exists', { fileName })}</span>
      <Button size="sm" onClick={onReplace} variant="danger">
        {t('pull.replace')}
      </Button>
      <Button size="sm" onClick={onKeepBoth}>
        {t('pull.keepBoth')}
      </Button>
    </div>
  )
}
