import { useTranslation } from 'react-i18next'
import type { ErrorCode } from '../../shared/error-reasons.ts'
import { isAppError } from '../../shared/errors.ts'
import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { useOverlay } from '../lib/overlay.tsx'
import { Button } from './button.tsx'
import { ErrorPane } from './error-pane.tsx'
import { FindOutWhyButton } from './find-out-why-button.tsx'
import type { IconName } from './icon.tsx'
import { NextTry } from './next-try.tsx'
import { SignInNeeded } from './sign-in-needed.tsx'
import { SkeletonRows } from './skeleton.tsx'

type Props = {
  error: Error
  registry: Registry
  /** What was asked for, where it was one repository. */
  repository?: string | undefined
  /** Absent where there is nothing to sign in to: the built-in registry. */
  onSignIn?: (() => void) | undefined
  onRetry: () => void
}

const icons: Partial<Record<ErrorCode, IconName>> = {
  forbidden: 'lock',
  unreachable: 'offline',
  'untrusted-certificate': 'lock',
}

/** It may come back by itself, and nobody else may be asking. */
const isAway = (error: Error): boolean => isAppError(error) && error.code === 'unreachable'

type Remedy = { label: 'signIn' | 'lookAtCertificate'; act: (open: Open) => void }
type Open = ReturnType<typeof useOverlay>['open']

const waitsForUser: ReadonlySet<string> = new Set(['locked', 'slow', 'denied'])

/** What helps more than trying again, where there is such a thing. */
const firstRemedyOf = (
  error: Error,
  registryId: string,
  onSignIn: (() => void) | undefined,
): Remedy | undefined => {
  if (!isAppError(error)) return undefined
  const { code, reason } = error
  if (code === 'forbidden' && onSignIn) return { label: 'signIn', act: onSignIn }
  // One that is gone has nothing the next time either; one that is locked can be unlocked.
  if (code === 'keychain-unavailable' && !waitsForUser.has(reason) && onSignIn)
    return { label: 'signIn', act: onSignIn }
  if (code === 'untrusted-certificate' && onSignIn)
    return { label: 'lookAtCertificate', act: open => open({ kind: 'certificate', registryId }) }
  return undefined
}

/** A request to a registry that failed with nothing saved to show: wait, sign in, or try again. */
export function RequestError({ error, registry, repository, onSignIn, onRetry }: Props) {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const code = isAppError(error) ? error.code : undefined
  // The strip above says until when.
  if (code === 'rate-limited') return <SkeletonRows />
  if (code === 'unauthorized')
    return (
      <SignInNeeded
        error={error}
        registry={registry}
        repository={repository}
        onSignIn={onSignIn}
        onRetry={onRetry}
      />
    )
  const findOutWhy = <FindOutWhyButton registryId={registry.id} repository={repository} />
  const first = firstRemedyOf(error, registry.id, onSignIn)
  return (
    <ErrorPane
      error={error}
      icon={(code && icons[code]) ?? 'alert'}
      actions={
        <>
          {first && (
            <Button variant="primary" onClick={() => first.act(open)}>
              {t(`common.${first.label}`)}
            </Button>
          )}
          {!first && (
            <Button variant="primary" onClick={onRetry}>
              {t('common.tryAgain')}
            </Button>
          )}
          {code === 'keychain-unavailable' && !first && onSignIn && (
            <Button onClick={onSignIn}>{t('common.signIn')}</Button>
          )}
          {findOutWhy}
          {isAway(error) && <NextTry error={error} onRetry={onRetry} />}
        </>
      }
      onRetry={first && onRetry}
    />
  )
}
