import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'
import { Digest } from '../../components/digest.tsx'
import { RawExchange } from '../../components/raw-exchange.tsx'
import { useContractMutation } from '../../lib/contract-query.ts'
import { asSentence, errorDetails, useErrorWords } from '../../lib/error-words.ts'
import styles from './pull.module.css'
import { ResultLine } from './result-line.tsx'

type Props = {
  error: unknown
  transferId: string | undefined
  onRetried: (transferId: string) => void
}

/** What was promised and what came, where that is the failure; nothing was saved. */
export function PullFailure({ error, transferId, onRetried }: Props) {
  const { t } = useTranslation()
  const words = useErrorWords(error)
  const details = errorDetails(error)
  const retry = useContractMutation('transfers.retry', {
    onSuccess: next => onRetried(next.transferId),
  })
  const isMismatch = details?.promisedDigest !== undefined && details.receivedDigest !== undefined
  return (
    <div className={styles.part} role="alert">
      <ResultLine
        mark="failed"
        tone="bad"
        name={t(isMismatch ? 'pull.result.digest' : 'pull.result.failed')}
        end={
          transferId !== undefined && (
            <Button size="sm" onClick={() => retry.mutate({ transferId })}>
              {t('common.tryAgain')}
            </Button>
          )
        }
      >
        {asSentence(words.title)} <span className="t2">{words.advice}</span>
      </ResultLine>
      {isMismatch ? (
        <dl className={styles.mismatch}>
          <dt>{t('pull.result.promised')}</dt>
          <dd>
            <Digest digest={details.promisedDigest ?? ''} isFull />
          </dd>
          <dt>{t('pull.result.received')}</dt>
          <dd>
            <Digest digest={details.receivedDigest ?? ''} isFull />
          </dd>
        </dl>
      ) : (
        <RawExchange error={error} className={styles.exchange} />
      )}
    </div>
  )
}
