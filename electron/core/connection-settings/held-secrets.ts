import type { Secret } from '../http/base/secret.ts'
import type { SignInSecrets } from '../sign-ins/sign-in-secrets.ts'
import type { ConnectionSecret } from '../store/saved-registries.ts'

/** Secrets of connections, and which of them turned out to be gone. */
export type HeldSecrets = {
  read(place: ConnectionSecret): Promise<Secret | undefined>
  isMissing(account: string): boolean
}

/** `forgotten`: accounts of the last run whose secrets were to last until its end. */
export const createHeldSecrets = (
  secrets: Pick<SignInSecrets, 'read'>,
  forgotten: readonly string[],
): HeldSecrets => {
  const missing = new Set(forgotten)
  return {
    read: async place => {
      const secret = await secrets.read(place)
      if (secret) missing.delete(place.account)
      else missing.add(place.account)
      return secret
    },
    isMissing: account => missing.has(account),
  }
}
