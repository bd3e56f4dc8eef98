import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { endOfSignIn } from '../../../shared/model/sign-in-end.ts'
import { Button } from '../../components/button.tsx'
import { Strip } from '../../components/strip.tsx'
import { useContractMutation } from '../../lib/contract-query.ts'
import { useErrorWords } from '../../lib/error-words.ts'
import { formatAgo } from '../../lib/formats.ts'
import { useOverlay } from '../../lib/overlay.tsx'
import { usePlace } from '../../lib/place.ts'
import { useNow } from '../../lib/use-now.ts'
import { useRegistry } from '../../lib/use-registry.ts'

type SignedIn = Registry['signIn'] & { kind: 'user' }
type Props = { registry: Registry; signIn: SignedIn }

const minuteMs = 60_000

/** What is to be said of a sign-in: its secret is gone, it has ended, it ends soon. Mostly nothing. */
const useEnd = ({ secret, expiresAtMs }: SignedIn) => {
  const nowMs = useNow(expiresAtMs !== undefined, 5000)
  if (secret === 'missing') return { kind: 'missing' as const }
  const end = endOfSignIn(expiresAtMs, nowMs)
  if (end === undefined || expiresAtMs === undefined) return undefined
  return end === 'ended'
    ? { kind: end, ago: formatAgo(expiresAtMs, nowMs) }
    : { kind: end, minutes: Math.max(1, Math.floor((expiresAtMs - nowMs) / minuteMs)) }
}

function EndStrip({ registry, signIn }: Props) {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const end = useEnd(signIn)
  const renew = useContractMutation('signIns.renew')
  const { title } = useErrorWords(renew.error)
  if (!end) return null
  const { username } = signIn
  const canRenew = signIn.renewal === 'helper' || signIn.renewal === 'command'
  const words = {
    username,
    ago: end.kind === 'ended' ? end.ago : '',
    minutes: end.kind === 'soon' ? t('common.signInEnd.minutes', { count: end.minutes }) : '',
  }
  return (
    <Strip
      icon={end.kind === 'missing' ? 'alert' : 'clock'}
      tone={end.kind === 'soon' ? 'quiet' : 'warn'}
      actions={
        <>
          {canRenew && (
            <Button
              size="sm"
              isDisabled={renew.isPending}
              onClick={() => renew.mutate({ registryId: registry.id })}
            >
              {t(renew.isPending ? 'common.signInEnd.renewing' : 'common.signInEnd.renew')}
            </Button>
          )}
          <Button size="sm" onClick={() => open({ kind: 'sign-in', registryId: registry.id })}>
            {t('common.signIn')}
          </Button>
        </>
      }
    >
      <b>{t(`common.signInEnd.${end.kind}`, words)}</b>
      {/* It is renewed before it is said to end soon. */}
      {canRenew && end.kind !== 'missing' && ` ${t('common.signInEnd.notRenewed')}`}
      {renew.error && <span className="bad"> {title}</span>}
    </Strip>
  )
}

/** Above what is open: the end of the sign-in it is read with, before it comes and after. */
export function SignInStrip() {
  const place = usePlace()
  const { registry } = useRegistry('registryId' in place ? place.registryId : undefined)
  if (!registry || registry.signIn.kind !== 'user') return null
  return <EndStrip key={registry.id} registry={registry} signIn={registry.signIn} />
}
