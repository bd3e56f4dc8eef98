import type { ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'
import type { IconName } from './icon-paths.ts'
import { Icon } from './icon.tsx'
import styles from './strip.module.css'

type Props = {
  icon: IconName
  /** Amber only where the user may want to act. */
  tone?: 'quiet' | 'warn'
  children: ReactNode
  actions?: ReactNode
}

/** 42 px above data that stays usable: offline, rate limited, cut short. */
export function Strip({ icon, tone = 'quiet', children, actions }: Props) {
  return (
    <div className={classNames(styles.strip, styles[tone])} role="status">
      <Icon name={icon} />
      <div className="grow">{children}</div>
      {actions}
    </div>
  )
}
