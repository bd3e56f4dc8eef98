import { useTranslation } from 'react-i18next'
import { classNames } from '../lib/class-names.ts'
import { exchangeText } from '../lib/error-words.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './raw-exchange.module.css'

type Props = { error: unknown; className?: string | undefined }

/** What was asked and answered when it failed, to read and to copy; nothing where nothing was. */
export function RawExchange({ error, className }: Props) {
  const { t } = useTranslation()
  const exchange = exchangeText(error)
  if (exchange === undefined) return null
  return (
    <div className={classNames(styles.exchange, className)}>
      <div className={`${styles.text} mono`}>{exchange}</div>
      <CopyButton text={exchange} label={t('common.copyDetails')} size="xs" />
    </div>
  )
}
