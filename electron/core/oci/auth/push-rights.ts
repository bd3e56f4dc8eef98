import { isAppError } from '../../../../shared/errors.ts'
import type { AuthMethod } from './discovery.ts'
import { repositoryScope } from './scope.ts'
import type { Signer } from './signer.ts'
import { actionsOf, allows } from './token-access.ts'

export type PushRights = 'granted' | 'refused' | 'unknown'

/**
 * Asks the token service for the right to push; no upload is started. A token with fewer rights is no error
 * (distribution token.md), so its claims are looked at, as a hint and only where they can be read: tokens are opaque.
 * A token that was given as it is goes to no token service, so nothing is asked.
 */
export const askPushRights = async (
  method: AuthMethod,
  signer: Signer,
  repository: string,
  signal: AbortSignal,
): Promise<PushRights> => {
  if (method.kind !== 'bearer') return 'unknown'
  try {
    const scopes = [repositoryScope(repository, 'pull', 'push')]
    const signature = await signer(method, scopes, signal, repository)
    return signature.kind === 'bearer' ? readHint(signature.token, repository) : 'unknown'
  } catch (error) {
    if (!isAppError(error) || error.reason === 'realm-not-agreed') throw error
    if (error.code === 'unauthorized' || error.code === 'forbidden') return 'refused'
    throw error
  }
}

const readHint = (token: string, repository: string): PushRights => {
  const actions = actionsOf(token, repository)
  if (!actions) return 'unknown'
  return allows(actions, 'push') ? 'granted' : 'refused'
}
