import { isAppError } from '../../../shared/errors.ts'
import type { Decisions } from '../../../shared/ipc/schemas/decisions.ts'
import type { SavedSignIn } from '../store/saved-registries.ts'
import { DecisionNeeded } from '../decision-needed.ts'
import type { SecretPlace, SignInSecrets } from './sign-in-secrets.ts'
import type { NewCredential } from './typed-sign-in.ts'

type Request = {
  readonly secrets: SignInSecrets
  readonly ownerId: string
  readonly credential: NewCredential
  readonly decisions: Decisions
  readonly nowMs: number
}

/** Keeps the secret, or where it lies, or owes the decision to keep it until quit only. */
export const keepSecret = async (request: Request, signal: AbortSignal): Promise<SavedSignIn> => {
  const { username, kind, source, lifeMs } = request.credential
  return {
    username,
    ...(kind && { kind }),
    ...(await placeSecret(request, signal)),
    ...(source && { source }),
    ...(lifeMs !== undefined && { expiresAtMs: request.nowMs + lifeMs }),
  }
}

const placeSecret = async (
  { secrets, ownerId, credential, decisions }: Request,
  signal: AbortSignal,
): Promise<SecretPlace> => {
  if (credential.keep === 'elsewhere') return secrets.leaveElsewhere(ownerId)
  const secret = credential.secret.reveal()
  if (decisions.sessionOnly === true) {
    secrets.agreeToSession()
    return secrets.saveForSession(ownerId, secret)
  }
  try {
    return await secrets.save(ownerId, secret, signal)
  } catch (error) {
    if (!isAppError(error) || error.code !== 'keychain-unavailable') throw error
    throw new DecisionNeeded({ decision: 'session-only', reason: error.reason })
  }
}
