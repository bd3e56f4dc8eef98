import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { Button } from '../../components/button.tsx'
import { FoundSignInButton } from '../../components/found-sign-in-button.tsx'
import type { DoctorStep } from '../../lib/doctor.ts'
import { asSentence, useErrorWords } from '../../lib/error-words.ts'
import { focusOnMount } from '../../lib/focus-on-mount.ts'
import { useOverlay } from '../../lib/overlay.tsx'
import styles from './doctor.module.css'

type Failure = NonNullable<DoctorStep['failure']>
type Remedy = 'sign-in' | 'certificate' | 'connection' | 'run-again'

const remediesByCode: Partial<Record<Failure['code'], readonly Remedy[]>> = {
  unauthorized: ['sign-in'],
  forbidden: ['sign-in'],
  'not-found': ['sign-in', 'run-again'],
  'keychain-unavailable': ['sign-in', 'run-again'],
  'untrusted-certificate': ['certificate', 'connection'],
  unreachable: ['run-again', 'connection'],
}

/** What can be done about a failure, the likeliest first. */
const remediesOf = ({ code, reason }: Failure, kind: Registry['kind']): readonly Remedy[] => {
  if (kind === 'local') return ['run-again']
  if (reason.startsWith('proxy-')) return ['connection', 'run-again']
  if (reason.startsWith('client-certificate')) return ['connection', 'run-again']
  return remediesByCode[code] ?? ['run-again']
}

type Props = { failure: Failure; registry: Registry; onRunAgain: () => void }

/** Why the first failing step failed, in one sentence, and what to do; the first way has the focus. */
export function FailureCard({ failure, registry, onRunAgain }: Props) {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const { title, advice } = useErrorWords(failure)
  const registryId = registry.id
  const signIn = () => open({ kind: 'sign-in', registryId })
  const remedies = remediesOf(failure, registry.kind)
  const isSignedIn = registry.signIn.kind === 'user'
  const actions: Record<Remedy, { label: string; act: () => void }> = {
    'sign-in': { label: t(`doctor.action.${isSignedIn ? 'another' : 'signIn'}`), act: signIn },
    certificate: {
      label: t('doctor.action.certificate'),
      act: () => open({ kind: 'certificate', registryId }),
    },
    connection: {
      label: t('doctor.action.connection'),
      act: () => open({ kind: 'connection', registryId }),
    },
    'run-again': { label: t('doctor.action.runAgain'), act: onRunAgain },
  }
  return (
    <div className={styles.why}>
      <p>
        {asSentence(title)} {advice}
      </p>
      <div className={styles.actions}>
        {remedies.map((remedy, at) => (
          <Button
            key={remedy}
            {...(at === 0 && { ref: focusOnMount, variant: 'primary' as const })}
            onClick={actions[remedy].act}
          >
            {actions[remedy].label}
          </Button>
        ))}
        {remedies.includes('sign-in') && (
          <FoundSignInButton registry={registry} onDecide={signIn} />
        )}
      </div>
    </div>
  )
}
