import { useEffect, useId, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordedExchange } from '../../shared/ipc/schemas/exchange.ts'
import { classNames } from '../lib/class-names.ts'
import { outcomeOf, shortTarget } from '../lib/exchange-lines.ts'
import { formatShortDuration } from '../lib/formats.ts'
import { listStep } from '../lib/list-keys.ts'
import { rowIndexOf } from '../lib/row-index.ts'
import styles from './exchange-list.module.css'
import { Icon } from './icon.tsx'

type Props = {
  label: string
  /** Of the registry: its own address is left out of the lines. */
  host: string
  exchanges: readonly RecordedExchange[]
  selectedId: string | undefined
  onSelect: (id: string) => void
  failedIds?: readonly string[] | undefined
}

const marks = {
  answered: { icon: 'check', tone: 'ok' },
  'not-offered': { icon: 'dash', tone: 't3' },
  refused: { icon: 'failed', tone: 'bad' },
} as const

/** Requests, one a line: what was asked, as whom, and what was answered. Arrows select. */
export function ExchangeList(props: Props) {
  const { label, host, exchanges, selectedId, onSelect, failedIds = [] } = props
  const { t } = useTranslation()
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const at = exchanges.findIndex(({ id }) => id === selectedId)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [selectedId])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const to = listStep(event.key, at, exchanges.length - 1)
    const next = to === undefined ? undefined : exchanges[to]
    if (!next) return
    event.preventDefault()
    onSelect(next.id)
  }
  return (
    <div
      ref={list}
      className={styles.list}
      role="listbox"
      aria-label={label}
      aria-activedescendant={at === -1 ? undefined : `${listId}-${at}`}
      tabIndex={0}
      data-pane-focus=""
      onKeyDown={onKeyDown}
      onClick={({ target }) => {
        const clicked = exchanges[rowIndexOf(target) ?? -1]
        if (clicked) onSelect(clicked.id)
      }}
    >
      {exchanges.map((exchange, index) => {
        const { id, method, url, as, response, tookMs } = exchange
        const outcome = failedIds.includes(id) ? 'refused' : outcomeOf(exchange)
        const { icon, tone } = marks[outcome]
        return (
          <div
            key={id}
            id={`${listId}-${index}`}
            role="option"
            data-index={index}
            aria-selected={id === selectedId}
            className={classNames(styles.row, id === selectedId && styles.selected)}
          >
            <span className={tone}>
              <Icon name={icon} size={14} />
            </span>
            <span className="mono trunc t1" title={`${method} ${url}`}>
              {method} {shortTarget(url, host)}
            </span>
            <span className="trunc" title={as}>
              {as ?? t('exchange.anonymous')}
            </span>
            <span className={classNames('num', outcome === 'refused' && 'bad')}>
              {response?.status ?? t('exchange.noStatus')}
            </span>
            <span className="num">{formatShortDuration(tookMs)}</span>
          </div>
        )
      })}
    </div>
  )
}
