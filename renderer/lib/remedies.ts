import { isAppError } from '../../shared/errors.ts'

/** What helps a request to a registry that failed, the best first. */
export type Remedy = 'sign-in' | 'certificate' | 'try-again'

/** Where the user can do something outside, and the next try may find it done. */
const waitsForUser: ReadonlySet<string> = new Set(['locked', 'slow', 'denied'])

/** `canSignIn`: false for the built-in registry, where there is nothing to sign in to. */
export const remediesOf = (error: unknown, canSignIn: boolean): readonly Remedy[] => {
  if (!isAppError(error) || !canSignIn) return ['try-again']
  const { code, reason } = error
  if (code === 'forbidden') return ['sign-in', 'try-again']
  if (code === 'untrusted-certificate') return ['certificate', 'try-again']
  // One that is gone has nothing the next time either; one that is locked can be unlocked.
  if (code === 'keychain-unavailable')
    return waitsForUser.has(reason) ? ['try-again', 'sign-in'] : ['sign-in', 'try-again']
  return ['try-again']
}
