import { useTranslation } from 'react-i18next'
import type { WindowPart } from '../../shared/model/window-part.ts'
import { Button } from './button.tsx'
import styles from './fault-line.module.css'
import { Icon } from './icon.tsx'

type Props = { part: WindowPart; onRetry: () => void }

/** The same as a pane of a fault, for a bar with room for one line. */
export function FaultLine({ part, onRetry }: Props) {
  const { t } = useTranslation()
  return (
    <span className={styles.line} role="alert">
      <Icon name="alert" size={14} />
      {t(`fault.title.${part}`)}
      <Button size="sm" variant="ghost" onClick={onRetry}>
        {t('common.tryAgain')}
      </Button>
    </span>
  )
}
