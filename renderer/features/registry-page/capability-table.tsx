import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Capability, CapabilityName } from '../../../shared/ipc/schemas/capabilities.ts'
import type { IconName } from '../../components/icon-paths.ts'
import { Icon } from '../../components/icon.tsx'
import { classNames } from '../../lib/class-names.ts'
import { listStep } from '../../lib/list-keys.ts'
import { rowIndexOf } from '../../lib/row-index.ts'
import { useNow } from '../../lib/use-now.ts'
import table from '../../components/grid-table.module.css'
import styles from './capability-table.module.css'
import { capabilityWords } from './capability-words.ts'

type Props = {
  host: string
  capabilities: readonly Capability[]
  selected: CapabilityName | undefined
  onSelect: (name: CapabilityName) => void
  /** Enter or a double click: to its source. */
  onOpen: () => void
}

const marks: Record<Capability['state'], { icon: IconName; tone: string }> = {
  works: { icon: 'check', tone: 'ok' },
  limited: { icon: 'alert', tone: 'warn' },
  refused: { icon: 'notOffered', tone: 't2' },
  unknown: { icon: 'notReached', tone: 't3' },
}

const columns = ['capability', 'state', 'means', 'found'] as const

/** Ages in the last column move on twice a minute. */
const tickMs = 30_000

/** What a registry can do, what that means, and how it was found out. Arrows select. */
export function CapabilityTable({ host, capabilities, selected, onSelect, onOpen }: Props) {
  const { t } = useTranslation()
  const nowMs = useNow(true, tickMs)
  const grid = useRef<HTMLDivElement>(null)
  const at = capabilities.findIndex(({ name }) => name === selected)
  useEffect(() => {
    grid.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') {
      event.preventDefault()
      return onOpen()
    }
    const to = listStep(event.key, at, capabilities.length - 1)
    const next = to === undefined ? undefined : capabilities[to]
    if (!next) return
    event.preventDefault()
    onSelect(next.name)
  }
  return (
    <div
      ref={grid}
      className={classNames(table.grid, styles.grid)}
      role="grid"
      aria-label={t('capabilities.table', { host })}
      aria-rowcount={capabilities.length + 1}
      aria-activedescendant={at === -1 ? undefined : `capability-${selected}`}
      tabIndex={0}
      data-pane-focus=""
      onKeyDown={onKeyDown}
      onClick={({ target }) => {
        const clicked = capabilities[rowIndexOf(target) ?? -1]
        if (clicked) onSelect(clicked.name)
      }}
      onDoubleClick={({ target }) => rowIndexOf(target) !== undefined && onOpen()}
    >
      <div role="row" aria-rowindex={1} className={classNames(table.head, styles.head)}>
        {columns.map(column => (
          <div key={column} role="columnheader" className={styles[column]}>
            {t(`capabilities.column.${column}`)}
          </div>
        ))}
      </div>
      {capabilities.map((capability, index) => {
        const { name, state } = capability
        const words = capabilityWords(t, capability, Math.max(nowMs, capability.foundAtMs ?? 0))
        const { icon, tone } = marks[state]
        return (
          <div
            key={name}
            id={`capability-${name}`}
            role="row"
            data-index={index}
            aria-rowindex={index + 2}
            aria-selected={index === at}
            className={classNames(
              table.row,
              styles.row,
              index === at && table.selected,
              (state === 'unknown' || state === 'refused') && styles.quiet,
            )}
          >
            <div role="gridcell" className={styles.capability}>
              <span className={tone}>
                <Icon name={icon} size={14} />
                <span className="sr">{t(`capabilities.mark.${state}`)}</span>
              </span>
              <span className="trunc">{words.name}</span>
            </div>
            <div role="gridcell" className={styles.state} title={words.state}>
              {words.state}
            </div>
            <div role="gridcell" className={styles.means} title={words.means}>
              {words.means}
            </div>
            <div role="gridcell" className={styles.found}>
              {words.found}
            </div>
          </div>
        )
      })}
    </div>
  )
}
