import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../../components/icon.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { Logo } from '../../components/logo.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import { shortcutLabel } from '../../lib/keyboard.ts'
import { useOpenLocal } from '../../lib/open-local.ts'
import { useOverlay } from '../../lib/overlay.tsx'
import { useErrorWords } from '../../lib/error-words.ts'
import styles from './first-run.module.css'

type Action = {
  icon: IconName
  title: string
  hint: string
  keys: string
  onSelect: () => void
}

const mostHosts = 5

/** A line of text, however many there are. */
const someOf = (hosts: readonly string[]): string =>
  hosts.length > mostHosts ? `${hosts.slice(0, mostHosts).join(', ')}, …` : hosts.join(', ')

const useActions = (): Action[] => {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const info = useContractQuery('app.info', {}).data
  const importable = useContractQuery('signIns.found', {}).data
  const openLocal = useOpenLocal()
  const hosts = [...new Set(importable?.found.map(({ host }) => host))]
  const samples = info?.localRegistry.sampleCharts ?? 0
  return [
    {
      icon: 'laptop',
      title: t('first-run.local.title'),
      hint: t(samples > 0 ? 'first-run.local.hintSamples' : 'first-run.local.hint', {
        count: samples,
      }),
      keys: '↵',
      onSelect: () => openLocal.mutate({}),
    },
    {
      icon: 'server',
      title: t('first-run.add.title'),
      hint: t('first-run.add.hint'),
      keys: shortcutLabel('addRegistry'),
      onSelect: () => open({ kind: 'add-registry' }),
    },
    {
      icon: 'importDown',
      title: t('first-run.import.title'),
      hint: importable
        ? hosts.length === 0
          ? t('first-run.import.none')
          : t('first-run.import.found', { count: hosts.length, hosts: someOf(hosts) })
        : t('first-run.import.hint'),
      keys: shortcutLabel('importSignIns'),
      onSelect: () => open({ kind: 'import-sign-ins' }),
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
export function FirstRun({ onChooseFile }: { onChooseFile: () => void }) {
  const { t } = useTranslation()
  const actions = useActions()
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
          {actions.map(({ icon, title, hint, keys, onSelect }) => (
            <button
              key={icon}
              type="button"
              className={styles.action}
              onKeyDown={onKeyDown}
              onClick={onSelect}
            >
              <Icon name={icon} size={20} />
              <span className="grow">
                <span className={styles.actionTitle}>{title}</span>
                <span className={styles.hint}>{hint}</span>
              </span>
              <Kbd keys={keys} />
            </button>
          ))}
        </div>
        <button type="button" className={styles.drop} onClick={onChooseFile}>
          <Icon name="drop" size={20} />
          <span className="grow">
            <span className="t1">{t('first-run.drop')}</span> {t('first-run.dropHint')}
          </span>
          <Kbd keys={shortcutLabel('pushChart')} />
        </button>
      </div>
    </div>
  )
}
