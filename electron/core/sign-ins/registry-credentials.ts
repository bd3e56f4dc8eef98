import { AppError } from '../../../shared/errors.ts'
import type { Credential } from '../oci/base/credential.ts'
import type { Clock } from '../ports.ts'
import type { SavedRegistry, SavedSignIn } from '../store/saved-registries.ts'
import type { FetchedSecrets } from './fetched-secrets.ts'
import type { LocalAccess } from './local-access.ts'
import type { SignInSecrets } from './sign-in-secrets.ts'

/** The sign-in of each registry as its keeper gives it, and which of them are lost. */
export type RegistryCredentials = {
  credentialOf(saved: SavedRegistry, signal: AbortSignal): Promise<Credential | undefined>
  secretState(saved: SavedRegistry): 'keychain' | 'session' | 'elsewhere' | 'missing'
  /** Says which file or program no longer has it; undefined while it is there, or was kept here. */
  whyMissing(saved: SavedRegistry): AppError | undefined
  /** What was to last until quit did not outlive the last run. */
  forgetSession(saved: SavedRegistry): void
}

type Deps = {
  readonly secrets: SignInSecrets
  readonly fetched: FetchedSecrets
  readonly local: LocalAccess
  readonly clock: Clock
  /** As paths are shown. */
  readonly showPath: (file: string) => string
  readonly changed: () => void
}

const missingForMs = 30_000

export const createRegistryCredentials = (deps: Deps): RegistryCredentials => {
  const { secrets, fetched, local, clock, changed } = deps
  /** Accounts without a secret → when that was found. */
  const missing = new Map<string, number>()

  const readKept = async (signIn: SavedSignIn, signal: AbortSignal) => {
    const missingSinceMs = missing.get(signIn.account)
    // A prompt that was cancelled reads as an entry that is not there: do not ask again and again.
    if (missingSinceMs !== undefined && clock.monotonicMs() - missingSinceMs < missingForMs) {
      return undefined
    }
    const secret = await secrets.read(signIn, signal)
    const { username, kind } = signIn
    return secret && { username, secret, ...(kind && { kind }) }
  }

  const credentialOf = async (saved: SavedRegistry, signal: AbortSignal) => {
    if (saved.kind === 'local') return local.credential(signal)
    const { signIn } = saved
    if (!signIn) return undefined
    const credential =
      signIn.place === 'elsewhere'
        ? await fetched.read(saved, signal)
        : await readKept(signIn, signal)
    const wasMissing = missing.has(signIn.account)
    if (credential) missing.delete(signIn.account)
    else missing.set(signIn.account, clock.monotonicMs())
    if (wasMissing !== (credential === undefined)) changed()
    // Read on as nobody: a public registry still works, and the list says that the secret is gone.
    return credential
  }

  const isMissing = ({ signIn }: SavedRegistry) => !!signIn && missing.has(signIn.account)

  return {
    credentialOf,
    secretState: saved => (!saved.signIn || isMissing(saved) ? 'missing' : saved.signIn.place),
    whyMissing: saved => {
      const { signIn, host } = saved
      if (!isMissing(saved) || signIn?.place !== 'elsewhere') return undefined
      const { source, username } = signIn
      if (source?.kind === 'file') {
        const file = deps.showPath(source.file)
        return new AppError('unauthorized', 'sign-in-not-in-file', { host, file, username })
      }
      const name = source?.kind === 'helper' ? `docker-credential-${source.helper}` : ''
      return new AppError('unauthorized', 'sign-in-not-with-helper', { host, name, username })
    },
    forgetSession: ({ signIn }) => {
      if (signIn?.place === 'session') missing.set(signIn.account, clock.monotonicMs())
    },
  }
}
