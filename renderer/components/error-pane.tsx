import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isAppError } from '../../shared/errors.ts'
import { useErrorWords } from '../lib/error-words.ts'
import { Button } from './button.tsx'
import { ContinuesIn } from './continues-in.tsx'
import type { IconName } from './icon-paths.ts'
import { Icon } from './icon.tsx'
import styles from './message.module.css'
import { RawExchange } from './raw-exchange.tsx'

type Props = {
  error: unknown
  icon?: IconName
  /** Words of the screen, where it knows more than the error does. */
  title?: string
  advice?: ReactNode
  /** The one primary action first; "Try again" when there is none. */
  actions?: ReactNode
  onRetry?: (() => void) | undefined
}

/** What happened, what to do, one primary action, then the raw exchange with copy. */
export function ErrorPane({ error, icon = 'alert', title, advice, actions, onRetry }: Props) {
  const { t } = useTranslation()
  const words = useErrorWords(error)
  // Trying again before its time can only fail; at its time it is done by itself.
  const isWait = onRetry !== undefined && isAppError(error) && error.code === 'rate-limited'
  return (
    <section className={styles.message} role="alert">
      <div className={styles.icon}>
        <Icon name={icon} size={20} />
      </div>
      <h2 className={styles.title}>{title ?? words.title}</h2>
      <div className={styles.text}>
        {isWait ? <ContinuesIn error={error} onContinue={onRetry} /> : (advice ?? words.advice)}
      </div>
      <div className={styles.actions}>
        {actions}
        {onRetry && !isWait && (
          <Button variant={actions === undefined ? 'primary' : 'default'} onClick={onRetry}>
            {t('common.tryAgain')}
          </Button>
        )}
      </div>
      <RawExchange error={error} className={styles.exchange} />
    </section>
  )
}
