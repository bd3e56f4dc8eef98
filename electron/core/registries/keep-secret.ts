import { isAppError } from '../../../shared/errors.ts'
import type { Decisions } from '../../../shared/ipc/schemas/registries.ts'
import type { Credential } from '../oci/types.ts'
import type { SavedSignIn } from '../store/saved-registries.ts'
import { DecisionOwed } from './owed.ts'
import type { SignInSecrets } from './sign-in-secrets.ts'

/** Keeps the secret, or owes the decision to keep it until quit only. */
export const keepSecret = async (
  secrets: SignInSecrets,
  ownerId: string,
  credential: Credential | undefined,
  decisions: Decisions,
  signal: AbortSignal,
): Promise<SavedSignIn | undefined> => {
  if (!credential) return undefined
  const { username } = credential
  const secret = credential.secret.reveal()
  if (decisions.sessionOnly === true) {
    return { username, ...secrets.saveForSession(ownerId, secret) }
  }
  try {
    return { username, ...(await secrets.save(ownerId, secret, signal)) }
  } catch (error) {
    if (!isAppError(error) || error.code !== 'keychain-unavailable') throw error
    throw new DecisionOwed({ decision: 'session-only', reason: error.reason })
  }
}
