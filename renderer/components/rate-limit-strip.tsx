import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Countdown } from './continues-in.tsx'
import { Strip } from './strip.tsx'

type Props = {
  host: string
  continuesInMs: number
  /** Offered while nobody is signed in: it raises the limit. */
  onSignIn?: (() => void) | undefined
}

/** Who limits, and when loading goes on by itself. */
export function RateLimitStrip({ host, continuesInMs, onSignIn }: Props) {
  const { t } = useTranslation()
  return (
    <Strip
      icon="clock"
      tone="warn"
      actions={
        onSignIn && (
          <Button size="sm" onClick={onSignIn}>
            {t('common.signIn')}
          </Button>
        )
      }
    >
      <b>{t('common.rateLimitedBy', { host })}</b> {t('common.continuesIn')}{' '}
      <Countdown leftMs={continuesInMs} />.{' '}
      {onSignIn && <span className="t2">{t('common.signingInRaises')}</span>}
    </Strip>
  )
}
