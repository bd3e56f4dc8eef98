import type { Credential } from '../oci/types.ts'
import type { Clock } from '../ports.ts'
import type { SavedRegistry } from '../store/saved-registries.ts'
import type { LocalAccess } from './local-access.ts'
import type { SignInSecrets } from './sign-in-secrets.ts'

/** The sign-in of each registry as the keychain gives it, and which of them it has lost. */
export type RegistryCredentials = {
  credentialOf(saved: SavedRegistry, signal: AbortSignal): Promise<Credential | undefined>
  secretState(saved: SavedRegistry): 'keychain' | 'session' | 'elsewhere' | 'missing'
  /** What was to last until quit did not outlive the last run. */
  forgetSession(saved: SavedRegistry): void
}

type Deps = {
  readonly secrets: SignInSecrets
  readonly local: LocalAccess
  readonly clock: Clock
  readonly changed: () => void
}

const missingForMs = 30_000

export const createRegistryCredentials = (deps: Deps): RegistryCredentials => {
  const { secrets, local, clock, changed } = deps
  /** Accounts without a secret → when that was found. */
  const missing = new Map<string, number>()

  const credentialOf = async (saved: SavedRegistry, signal: AbortSignal) => {
    if (saved.kind === 'local') return local.credential(signal)
    if (!saved.signIn) return undefined
    const { account, username } = saved.signIn
    const missingSinceMs = missing.get(account)
    // A prompt that was cancelled reads as an entry that is not there: do not ask again and again.
    if (missingSinceMs !== undefined && clock.monotonicMs() - missingSinceMs < missingForMs) {
      return undefined
    }
    const secret = await secrets.read(saved.signIn, signal)
    if (secret) {
      if (missing.delete(account)) changed()
      return { username, secret }
    }
    missing.set(account, clock.monotonicMs())
    if (missingSinceMs === undefined) changed()
    // Read on as nobody: a public registry still works, and the list says that the secret is gone.
    return undefined
  }

  const secretState = ({ signIn }: SavedRegistry) => {
    if (!signIn || missing.has(signIn.account)) return 'missing'
    return signIn.place
  }

  return {
    credentialOf,
    secretState,
    forgetSession: ({ signIn }) => {
      if (signIn?.place === 'session') missing.set(signIn.account, clock.monotonicMs())
    },
  }
}
