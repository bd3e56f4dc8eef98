import type { IconName } from './icon-paths.ts'
import { Icon } from './icon.tsx'
import styles from './inspector-foot.module.css'

/** One quiet sentence at the foot of the inspector. */
export function InspectorFoot({ icon, text }: { icon: IconName; text: string }) {
  return (
    <p className={styles.foot}>
      <Icon name={icon} size={14} />
      <span className="trunc">{text}</span>
    </p>
  )
}
