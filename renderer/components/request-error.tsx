import { useTranslation } from 'react-i18next'
import type { ErrorCode } from '../../shared/error-reasons.ts'
import { isAppError } from '../../shared/errors.ts'
import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { useOverlay } from '../lib/overlay.tsx'
import { remediesOf, type Remedy } from '../lib/remedies.ts'
import { Button } from './button.tsx'
import { ErrorPane } from './error-pane.tsx'
import { FindOutWhyButton } from './find-out-why-button.tsx'
import type { IconName } from './icon-paths.ts'
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
  const acts: Record<
    Remedy,
    { readonly label: 'signIn' | 'lookAtCertificate' | 'tryAgain'; readonly act: () => void }
  > = {
    'sign-in': { label: 'signIn', act: () => onSignIn?.() },
    certificate: {
      label: 'lookAtCertificate',
      act: () => open({ kind: 'certificate', registryId: registry.id }),
    },
    'try-again': { label: 'tryAgain', act: onRetry },
  }
  const remedies = remediesOf(error, onSignIn !== undefined)
  // Where something else helps more, it stands at the end.
  const isRetryLast = remedies.length > 1 && remedies.at(-1) === 'try-again'
  return (
    <ErrorPane
      error={error}
      icon={(code && icons[code]) ?? 'alert'}
      actions={
        <>
          {(isRetryLast ? remedies.slice(0, -1) : remedies).map((remedy, at) => (
            <Button
              key={remedy}
              variant={at === 0 ? 'primary' : 'default'}
              onClick={acts[remedy].act}
            >
              {t(`common.${acts[remedy].label}`)}
            </Button>
          ))}
          <FindOutWhyButton registryId={registry.id} repository={repository} />
          {isAway(error) && <NextTry error={error} onRetry={onRetry} />}
        </>
      }
      onRetry={isRetryLast ? onRetry : undefined}
    />
  )
}
