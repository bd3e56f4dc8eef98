import { useTranslation } from 'react-i18next'
import type { RecordedExchange } from '../../shared/ipc/schemas/exchange.ts'
import { exchangeLines, shortTarget } from '../lib/exchange-lines.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './exchange-bar.module.css'
import { IconButton } from './icon-button.tsx'

type Props = {
  exchange: RecordedExchange
  host: string
  isWrapped: boolean
  onWrap: (isWrapped: boolean) => void
}

/** Which exchange is shown, and what can be done with it. */
export function ExchangeBar({ exchange, host, isWrapped, onWrap }: Props) {
  const { t } = useTranslation()
  const { method, url, as } = exchange
  return (
    <div className={styles.bar}>
      <span className="mono t1 trunc">
        {method} {shortTarget(url, host)}
      </span>
      <span className={styles.as}>
        {as === undefined ? t('exchange.anonymous') : t('exchange.as', { username: as })}
      </span>
      <span className="grow" />
      <IconButton
        icon="wrap"
        label={t('common.code.wrap')}
        aria-pressed={isWrapped}
        onClick={() => onWrap(!isWrapped)}
      />
      <CopyButton text={exchangeLines(exchange).join('\n')} label={t('exchange.copy')} />
    </div>
  )
}
