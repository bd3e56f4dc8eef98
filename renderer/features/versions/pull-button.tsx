import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'
import { shortcutLabel } from '../../lib/keyboard.ts'
import styles from './pull-button.module.css'
import type { Acting } from './use-acting.ts'

type Props = { acting: Acting; host: string; onPull: () => void }

/** Names the version that it pulls; where that is long, to its end in the tooltip. */
export function PullButton({ acting, host, onPull }: Props) {
  const { t } = useTranslation()
  const { name, isHere, pullReason } = acting
  const label =
    name === undefined ? t('versions.pull') : t('versions.pullVersion', { version: name })
  const from = isHere ? `\n${t('versions.pullFromHere', { host })}` : ''
  return (
    <Button
      variant="primary"
      icon="download"
      title={`${label}  ${shortcutLabel('pull')}${from}`}
      disabledReason={pullReason}
      onClick={onPull}
    >
      <span className={styles.label}>{label}</span>
    </Button>
  )
}
