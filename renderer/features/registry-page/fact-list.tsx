import { Fragment, type ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import styles from './fact-list.module.css'

export type Fact = { label: string; value: ReactNode; title?: string }

type Props = {
  title: string
  facts: readonly Fact[]
  /** Links at the right of the title; a short text with a full name. */
  links: readonly { text: string; name: string; onOpen: () => void }[]
}

/** Label and value lines under a title. */
export function FactList({ title, facts, links }: Props) {
  return (
    <section className={styles.section}>
      <div className={styles.top}>
        <h2 className="grow">{title}</h2>
        {links.map(({ text, name, onOpen }) => (
          <Button key={name} variant="link" size="sm" aria-label={name} onClick={onOpen}>
            {text}
          </Button>
        ))}
      </div>
      <dl className={styles.facts}>
        {facts.map(({ label, value, title: exact }) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd className="trunc" title={exact ?? (typeof value === 'string' ? value : undefined)}>
              {value}
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  )
}
