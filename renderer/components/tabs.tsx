import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../lib/class-names.ts'
import { Menu } from './menu.tsx'
import styles from './tabs.module.css'

export type Tab = { id: string; label: string; count?: number | undefined }

type Props = {
  label: string
  tabs: readonly Tab[]
  selected: string
  onSelect: (id: string) => void
  /** Id of the panel the tabs belong to. */
  panelId: string
}

const gap = 6
const moreWidth = 56

/** How many tabs fit; the rest go into "More". */
const useFitting = (count: number) => {
  const list = useRef<HTMLDivElement>(null)
  const [fitting, setFitting] = useState(count)
  useLayoutEffect(() => {
    const element = list.current
    if (!element) return
    const widths = [...element.querySelectorAll('[role="tab"]')].map(tab => tab.clientWidth + gap)
    if (widths.length === count) measured.current = widths
    const fit = () => {
      const total = measured.current.reduce((sum, width) => sum + width, -gap)
      if (total <= element.clientWidth) return setFitting(count)
      let room = element.clientWidth - moreWidth
      setFitting(measured.current.filter(width => (room -= width) >= 0).length)
    }
    const observer = new ResizeObserver(fit)
    observer.observe(element)
    return () => observer.disconnect()
  }, [count])
  const measured = useRef<number[]>([])
  return { list, fitting }
}

/** A tablist: arrows move, the selected one is underlined. */
export function Tabs({ label, tabs, selected, onSelect, panelId }: Props) {
  const { t } = useTranslation()
  const { list, fitting } = useFitting(tabs.length)
  const shown = tabs.slice(0, fitting)
  const hidden = tabs.slice(fitting)
  const selectedHidden = hidden.find(tab => tab.id === selected)
  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 }
    const step = steps[event.key]
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const at = tabs.findIndex(tab => tab.id === selected)
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (!next) return
    onSelect(next.id)
    document.getElementById(`${panelId}-tab-${next.id}`)?.focus()
  }
  return (
    <div className={styles.bar} ref={list}>
      <div className={styles.tabs} role="tablist" aria-label={label}>
        {shown.map(tab => (
          <button
            key={tab.id}
            id={`${panelId}-tab-${tab.id}`}
            type="button"
            role="tab"
            aria-selected={tab.id === selected}
            aria-controls={panelId}
            tabIndex={tab.id === selected || (selectedHidden && tab === shown[0]) ? 0 : -1}
            className={classNames(styles.tab, tab.id === selected && styles.on)}
            onClick={() => onSelect(tab.id)}
            onKeyDown={move}
          >
            {tab.label}
            {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
          </button>
        ))}
      </div>
      {hidden.length > 0 && (
        <Menu
          align="end"
          trigger={
            <button
              type="button"
              className={classNames(styles.tab, styles.more, selectedHidden && styles.on)}
            >
              {selectedHidden?.label ?? t('common.moreTabs')}
            </button>
          }
          items={hidden.map(tab => ({ label: tab.label, onSelect: () => onSelect(tab.id) }))}
        />
      )}
    </div>
  )
}
