import type { VersionSubject } from '../../actions/subjects.ts'
import { useActions } from '../../actions/use-actions.ts'
import { Button } from '../../components/button.tsx'
import styles from './pull-button.module.css'

/** Names the version that it pulls; where that is long, to its end in the tooltip. */
export function PullButton({ version }: { version: VersionSubject }) {
  const pull = useActions()('pull', version)
  if (!pull) return null
  const { label, keys, hint, icon, refusal, run } = pull
  return (
    <Button
      variant="primary"
      icon={icon}
      title={`${label}  ${keys}${hint === undefined ? '' : `\n${hint}`}`}
      disabledReason={refusal}
      onClick={run}
    >
      <span className={styles.label}>{label}</span>
    </Button>
  )
}
