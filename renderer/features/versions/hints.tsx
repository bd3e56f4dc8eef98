import { useTranslation } from 'react-i18next'
import { Kbd } from '../../components/kbd.tsx'
import { shortcutLabel } from '../../lib/keyboard.ts'
import styles from './hints.module.css'

/** The keys of the list, at its foot. */
export function Hints() {
  const { t } = useTranslation()
  const hints = [
    { keys: '↵', label: t('versions.hint.open') },
    { keys: shortcutLabel('copyDigestReference'), label: t('versions.hint.copy') },
    { keys: shortcutLabel('pull'), label: t('versions.hint.pull') },
    { keys: 'J K', label: t('versions.hint.move') },
  ]
  return (
    <div className={styles.hints}>
      {hints.map(({ keys, label }) => (
        <span key={label} className={styles.hint}>
          <Kbd keys={keys} />
          {label}
        </span>
      ))}
    </div>
  )
}
