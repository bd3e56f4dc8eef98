import { isAppError } from '../../../../shared/errors.ts'
import type { AuthMethod } from './discovery.ts'
import type { Identity } from './identity.ts'
import { repositoryScope } from './scope.ts'
import type { Signer } from './signer.ts'
import { actionsOf, allows } from './token-access.ts'

type Right = 'granted' | 'refused' | 'unknown'

export type Rights = { readonly pull: Right; readonly push: Right }

/**
 * Asks the token service for the right to pull and push; no upload is started. A token with fewer rights is no error
 * (distribution token.md), so its claims are looked at, as a hint and only where they can be read: tokens are opaque.
 * Undefined where no token service was asked: there is none, or a token was given as it is.
 */
export const askRights = async (
  method: AuthMethod,
  signer: Signer,
  { repository, identity }: { readonly repository: string; readonly identity: Identity },
  signal: AbortSignal,
): Promise<Rights | undefined> => {
  if (method.kind !== 'bearer') return undefined
  try {
    const scopes = [repositoryScope(repository, 'pull', 'push')]
    const signature = await signer(method, scopes, identity, signal)
    return signature.kind === 'bearer' ? readHint(signature.token, repository) : undefined
  } catch (error) {
    if (!isAppError(error) || error.reason === 'realm-not-agreed') throw error
    // Some refuse the whole token where others leave an action out: pulling may be allowed all the same.
    if (error.code === 'unauthorized' || error.code === 'forbidden') {
      return { pull: 'unknown', push: 'refused' }
    }
    throw error
  }
}

const readHint = (token: string, repository: string): Rights => {
  const actions = actionsOf(token, repository)
  const right = (action: string) =>
    !actions ? 'unknown' : allows(actions, action) ? 'granted' : 'refused'
  return { pull: right('pull'), push: right('push') }
}
