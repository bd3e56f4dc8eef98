import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'
import styles from './subject-head.module.css'

type Props = {
  glyph: ReactNode
  name: string
  /** Beside the name, in small: how many. */
  count: ReactNode
  /** One line below the name. */
  about: ReactNode
  reference: string
  copyLabel: string
  actions: ReactNode
}

/** What a screen is about: its name, a line about it, how it is addressed, and what can be done with it. */
export function SubjectHead({ glyph, name, count, about, reference, copyLabel, actions }: Props) {
  return (
    <header className={styles.head}>
      <div className={styles.top}>
        {glyph}
        <div className={styles.words}>
          <div className={styles.titleLine}>
            <h1 className={styles.name} title={name}>
              {name}
            </h1>
            {count}
          </div>
          <div className={styles.about}>{about}</div>
        </div>
      </div>
      <div className={styles.bottom}>
        <span className={styles.reference}>
          <span className="mono trunc selectable" title={reference}>
            {reference}
          </span>
          <CopyButton text={reference} label={copyLabel} />
        </span>
        <div className={styles.actions}>{actions}</div>
      </div>
    </header>
  )
}
