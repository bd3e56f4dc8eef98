import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChartMetadata } from '../../../shared/ipc/schemas/charts.ts'
import { formatCount } from '../../lib/formats.ts'
import styles from './chart-facts.module.css'
import { OpenLinkDialog } from './readme/open-link-dialog.tsx'
import { readLink, type ReadmeLink } from './readme/readme-link.ts'

type Outside = Extract<ReadmeLink, { url: string }>

/** What Chart.yaml says to whom is about to use it: which Kubernetes, where it comes from, who answers for it. */
export function ChartFacts({ metadata }: { metadata: ChartMetadata }) {
  const { t } = useTranslation()
  const [link, setLink] = useState<Outside>()
  const { kubeVersion, home, sources, maintainers } = metadata
  const toLink = (address: string, words = shortAddress(address)) => (
    <FactLink key={`${address} ${words}`} address={address} words={words} onOpen={setLink} />
  )
  const rows: [name: 'kubeVersion' | 'home' | 'sources' | 'maintainers', values: ReactNode[]][] = [
    ['kubeVersion', kubeVersion ? [<code key="range">{kubeVersion}</code>] : []],
    ['home', home ? [toLink(home)] : []],
    ['sources', sources.map(address => toLink(address))],
    [
      'maintainers',
      maintainers.map(({ name, email, url }) => toLink(url || mailTo(email), name || email)),
    ],
  ]
  const told = rows.filter(([, values]) => values.length > 0)
  if (told.length === 0) return null
  return (
    <>
      <dl className={styles.facts} aria-label={t('chart.facts.label')}>
        {told.map(([name, values]) => (
          <div key={name} className={styles.fact}>
            <dt>{t(`chart.facts.${name}`, { count: values.length })}</dt>
            <dd>
              <Several values={values} />
            </dd>
          </div>
        ))}
      </dl>
      {link && <OpenLinkDialog link={link} from="chart" onClose={() => setLink(undefined)} />}
    </>
  )
}

const first = 3
/** Nobody reads thousands of them. */
const most = 100

function Several({ values }: { values: readonly ReactNode[] }) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const shown = values.slice(0, isOpen ? most : first)
  const more = values.length - shown.length
  return (
    <ul className={styles.values}>
      {shown.map((value, at) => (
        <li key={at}>{value}</li>
      ))}
      {more > 0 && (
        <li>
          {isOpen ? (
            t('chart.facts.moreInFile', { count: more, shown: formatCount(more) })
          ) : (
            <button type="button" className={styles.more} onClick={() => setIsOpen(true)}>
              {t('chart.facts.more', { count: more, shown: formatCount(more) })}
            </button>
          )}
        </li>
      )}
    </ul>
  )
}

/** An address alone: nothing that a mail program takes for a subject or another recipient. */
const mailTo = (email = '') => (/^[^\s@?&%,]+@[^\s@?&%,]+$/.test(email) ? `mailto:${email}` : '')

const shortAddress = (address: string) => address.replace(/^https?:\/\//i, '').replace(/\/$/, '')

type FactLinkProps = { address: string; words: string | undefined; onOpen: (link: Outside) => void }

function FactLink({ address, words = address, onOpen }: FactLinkProps) {
  const link = readLink(address, () => false)
  if (link.kind !== 'outside' && link.kind !== 'mail') return <span>{words}</span>
  return (
    <button
      type="button"
      role="link"
      className={styles.link}
      title={link.kind === 'mail' ? link.address : link.url}
      onClick={() => onOpen(link)}
    >
      {words}
    </button>
  )
}
