import { useTranslation } from 'react-i18next'
import { Checkbox } from '../checkbox.tsx'
import styles from './dialogs.module.css'

type Props = { isWanted: boolean; onWant: (isWanted: boolean) => void }

/** Only on request, and asked for once more with the place where the password goes. */
export function AlsoHelm({ isWanted, onWant }: Props) {
  const { t } = useTranslation()
  return (
    <label className={styles.alsoHelm}>
      <Checkbox isChecked={isWanted} onChange={onWant} />
      <span>{t('registries.helm.also')}</span>
      <span className="t3 fs12">{t('registries.helm.alsoHint')}</span>
    </label>
  )
}
