import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import styles from './foot-row.module.css'
import type { IconName } from './icon-paths.ts'
import { Icon } from './icon.tsx'

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  ref?: Ref<HTMLButtonElement>
  icon: IconName
  label: string
  trailing?: ReactNode
}

/** A line at the foot of the sidebar: the rhythm of the tree, and a button. */
export function FootRow({ icon, label, trailing, ...rest }: Props) {
  return (
    <button type="button" {...rest} className={styles.row}>
      <Icon name={icon} size={14} />
      <span className={styles.label}>{label}</span>
      {trailing}
    </button>
  )
}
