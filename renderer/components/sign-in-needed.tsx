import { useTranslation } from 'react-i18next'
import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { useContractQuery } from '../lib/contract-query.ts'
import { formatDay } from '../lib/moments.ts'
import { useNow } from '../lib/use-now.ts'
import { Button } from './button.tsx'
import { ErrorPane } from './error-pane.tsx'
import { FindOutWhyButton } from './find-out-why-button.tsx'
import { FoundSignInButton } from './found-sign-in-button.tsx'

type Props = {
  error: Error
  registry: Registry
  repository?: string | undefined
  /** Absent where there is nothing to sign in to: the built-in registry. */
  onSignIn: (() => void) | undefined
  onRetry: () => void
}

type UserSignIn = Registry['signIn'] & { kind: 'user' }

/** What is known of the sign-in that was not taken: that its time is over, or that its secret is gone. */
const useWhatIsWrong = ({ id, signIn }: Registry): string | undefined => {
  const { t } = useTranslation()
  const nowMs = useNow(false)
  const isOver = (user: UserSignIn) => user.expiresAtMs !== undefined && user.expiresAtMs <= nowMs
  const user = signIn.kind === 'user' && (isOver(signIn) || signIn.secret === 'missing') && signIn
  const count = useContractQuery(
    'capabilities.read',
    { registryId: id },
    { enabled: user !== false },
  ).data?.page.repositoryCount
  if (!user) return undefined
  const { username, expiresAtMs = 0, secret } = user
  const what =
    secret === 'missing'
      ? t('common.signInGone', { username })
      : t('common.tokenExpired', { username, day: formatDay(expiresAtMs) })
  return `${what} ${count ? t('common.signInAgainFor', { count }) : t('common.signInAgain')}`
}

/** A registry that wants a sign-in, or another one: which one ended, who else is known, and what is behind it. */
export function SignInNeeded({ error, registry, repository, onSignIn, onRetry }: Props) {
  const { t } = useTranslation()
  const wrong = useWhatIsWrong(registry)
  return (
    <ErrorPane
      error={error}
      icon="lock"
      title={t('common.signInTo', { host: registry.host })}
      {...(wrong !== undefined && { advice: wrong })}
      actions={
        <>
          {onSignIn && (
            <>
              <Button variant="primary" onClick={onSignIn}>
                {t('common.signIn')}
              </Button>
              <FoundSignInButton registry={registry} onDecide={onSignIn} />
            </>
          )}
          <FindOutWhyButton registryId={registry.id} repository={repository} />
        </>
      }
      onRetry={onRetry}
    />
  )
}
