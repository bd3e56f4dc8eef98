import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { PossibleAction } from '../../actions/possible-actions.ts'
import { useActions } from '../../actions/use-actions.ts'
import { Icon } from '../../components/icon.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { Logo } from '../../components/logo.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import { useErrorWords } from '../../lib/error-words.ts'
import styles from './first-run.module.css'

type Way = {
  action: PossibleAction | undefined
  title: string
  hint: string
  /** Where the focus has one of its own. */
  keys?: string
}

const mostHosts = 5

/** A line of text, however many there are. */
const someOf = (hosts: readonly string[]): string =>
  hosts.length > mostHosts ? `${hosts.slice(0, mostHosts).join(', ')}, …` : hosts.join(', ')

const useWays = (): Way[] => {
  const { t } = useTranslation()
  const action = useActions()
  const info = useContractQuery('app.info', {}).data
  const importable = useContractQuery('signIns.found', {}).data
  const hosts = [...new Set(importable?.found.map(({ host }) => host))]
  const samples = info?.localRegistry.sampleCharts ?? 0
  return [
    {
      action: action('openLocalRegistry'),
      title: t('first-run.local.title'),
      hint: t(samples > 0 ? 'first-run.local.hintSamples' : 'first-run.local.hint', {
        count: samples,
      }),
      keys: '↵',
    },
    {
      action: action('addRegistry'),
      title: t('first-run.add.title'),
      hint: t('first-run.add.hint'),
    },
    {
      action: action('importSignIns'),
      title: t('first-run.import.title'),
      hint: importable
        ? hosts.length === 0
          ? t('first-run.import.none')
          : t('first-run.import.found', { count: hosts.length, hosts: someOf(hosts) })
        : t('first-run.import.hint'),
    },
  ]
}

const steps: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }

function LocalRegistryNotice() {
  const { t } = useTranslation()
  const { error } = useContractQuery('app.info', {})
  const { title } = useErrorWords(error)
  return error && <p className="bad fs12">{t('first-run.notStarted', { title })}</p>
}

/** What a new user can do, as rows with keys; the first one has the focus. */
export function FirstRun() {
  const { t } = useTranslation()
  const ways = useWays()
  const push = useActions()('pushChart')
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => list.current?.querySelector('button')?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const rows = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = rows.findIndex(row => row === document.activeElement)
    rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus()
  }
  return (
    <div className={styles.scroll}>
      <div className={styles.first}>
        <Logo />
        <h1 className={styles.title}>{t('first-run.title')}</h1>
        <p className="t2">{t('first-run.text')}</p>
        <LocalRegistryNotice />
        <div className={styles.list} ref={list}>
          {ways.map(({ action, title, hint, keys = action?.keys }) => (
            <button
              key={title}
              type="button"
              className={styles.action}
              onKeyDown={onKeyDown}
              onClick={action?.run}
            >
              {action?.icon && <Icon name={action.icon} size={20} />}
              <span className="grow">
                <span className={styles.actionTitle}>{title}</span>
                <span className={styles.hint}>{hint}</span>
              </span>
              {keys !== undefined && <Kbd keys={keys} />}
            </button>
          ))}
        </div>
        <button type="button" className={styles.drop} onClick={push?.run}>
          <Icon name="drop" size={20} />
          <span className="grow">
            <span className="t1">{t('first-run.drop')}</span> {t('first-run.dropHint')}
          </span>
          {push?.keys !== undefined && <Kbd keys={push.keys} />}
        </button>
      </div>
    </div>
  )
}
