import { randomBytes } from 'node:crypto'
import { isAppError } from '../../../shared/errors.ts'
import { createSingleFlight } from '../async/single-flight.ts'
import { createSecret } from '../http/base/secret.ts'
import type { Secret } from '../http/base/secret.ts'
import type { Logger, SecretStore } from '../ports.ts'
import { accountsOf, type SavedRegistries, type SavedSignIn } from '../store/saved-registries.ts'

/** Where a secret went: the keychain, the memory of this run, or nowhere: it stays with who has it. */
export type SecretPlace = Pick<SavedSignIn, 'place' | 'account'>

/**
 * The secrets of sign-ins: in the OS keychain, else in memory until quit, never in a file. Each sign-in has an
 * account of its own, so a new one replaces the old in one step and a crash leaves one of the two.
 */
export type SignInSecrets = {
  /** Throws `keychain-unavailable` with a reason; nothing is kept then. */
  save(ownerId: string, secret: string, signal?: AbortSignal): Promise<SecretPlace>
  /** Keeps it until quit. */
  saveForSession(ownerId: string, secret: string): SecretPlace
  /** The user agreed that no keychain keeps secrets in this run: from now on `save` keeps them until quit. */
  agreeToSession(): void
  isSessionAgreed(): boolean
  /** Keeps nothing: only a name for it. */
  leaveElsewhere(ownerId: string): SecretPlace
  /** Undefined when it is gone. One keychain prompt at a time, shared by all who ask for the same. */
  read(place: SecretPlace, signal?: AbortSignal): Promise<Secret | undefined>
  /** Never throws: what the keychain keeps is deleted at the next start. */
  remove(place: SecretPlace): Promise<void>
  /** Deletes what a crash, or a keychain that refused, left behind. */
  repair(): Promise<void>
}

type Deps = { keychain: SecretStore; saved: SavedRegistries; logger: Logger }

export const createSignInSecrets = ({ keychain, saved, logger }: Deps): SignInSecrets => {
  const held = new Map<string, Secret>()
  /** Why the keychain kept nothing the last time: one that is too long says nothing of the next. */
  let refusedFor: string | undefined
  let isSessionAgreed = false
  // Every reader of one account waits for the same prompt; a failure is not remembered.
  const shareRead = createSingleFlight<string | undefined>()

  const removeFromKeychain = async (account: string) => {
    try {
      await keychain.delete(account)
      saved.clearPending(account)
    } catch (error) {
      logger.log('warn', 'secret-not-deleted', { reason: reasonOf(error) })
    }
  }

  const saveForSession = (ownerId: string, secret: string): SecretPlace => {
    const account = newAccount(ownerId)
    held.set(account, createSecret(secret))
    return { place: 'session', account }
  }

  return {
    save: async (ownerId, secret, signal) => {
      if (isSessionAgreed) return saveForSession(ownerId, secret)
      const account = newAccount(ownerId)
      // Noted first: if the process dies before the registry is saved, the next start finds the orphan.
      saved.addPending(account)
      try {
        await keychain.write(account, secret, signal)
      } catch (error) {
        await removeFromKeychain(account)
        refusedFor = reasonOf(error)
        throw error
      }
      held.set(account, createSecret(secret))
      return { place: 'keychain', account }
    },
    saveForSession,
    agreeToSession: () => {
      if (refusedFor !== undefined && !ofOneSecret.has(refusedFor)) isSessionAgreed = true
    },
    isSessionAgreed: () => isSessionAgreed,
    leaveElsewhere: ownerId => ({ place: 'elsewhere', account: newAccount(ownerId) }),
    read: async ({ place, account }, signal) => {
      const known = held.get(account)
      if (known || place !== 'keychain') return known
      const text = await shareRead(account, signal, () => keychain.read(account))
      // Some backends keep an entry and lose its content: such an entry counts as missing.
      if (!text) return undefined
      const secret = createSecret(text)
      held.set(account, secret)
      return secret
    },
    remove: async ({ place, account }) => {
      held.delete(account)
      if (place !== 'keychain') return
      saved.addPending(account)
      await removeFromKeychain(account)
    },
    repair: async () => {
      const used = new Set(saved.list().flatMap(accountsOf))
      for (const account of saved.pendingAccounts()) {
        if (used.has(account)) saved.clearPending(account)
        else await removeFromKeychain(account)
      }
    },
  }
}

/** What the keychain has against one secret, and not against all. */
const ofOneSecret: ReadonlySet<string> = new Set(['secret-too-long', 'corrupt'])

const newAccount = (ownerId: string) => `${ownerId}.${randomBytes(6).toString('hex')}`

const reasonOf = (error: unknown) => (isAppError(error) ? error.reason : 'unknown')
