import { createSecret } from '../http/base/secret.ts'
import type { Credential } from '../oci/base/credential.ts'
import type { SignInSource } from '../store/saved-registries.ts'
import { readAuthFile, tokenUser } from './auth-file.ts'
import type { CredentialHelpers } from './credential-helpers.ts'
import type { GivenSignIn } from './given-sign-in.ts'
import type { VendorCommands } from './vendor-commands.ts'

/** Reads sign-ins that others keep: anew each time, nothing is remembered. */
export type SignInSources = {
  /** Undefined when it is gone. Throws `unauthorized` when a helper or a program does not give it. */
  read(source: SignInSource, host: string, signal: AbortSignal): Promise<GivenSignIn | undefined>
}

type Deps = { readonly helpers: CredentialHelpers; readonly commands: VendorCommands }

export const createSignInSources = ({ helpers, commands }: Deps): SignInSources => ({
  read: async (source, host, signal) => {
    if (source.kind === 'file') return readEntry(source)
    if (source.kind === 'command') return commands.run(source, host, signal)
    const kept = await helpers.get(source.helper, source.serverKey, signal)
    return kept && { username: kept.username, secret: createSecret(kept.secret) }
  },
})

const readEntry = async ({
  file,
  key,
}: SignInSource & { kind: 'file' }): Promise<Credential | undefined> => {
  const entry = (await readAuthFile(file)).entries.find(one => one.key === key)
  if (!entry) return undefined
  const secret = createSecret(entry.reveal())
  if (entry.tokenKind === 'registry-token')
    return { username: tokenUser, secret, kind: entry.tokenKind }
  const username = entry.tokenKind === 'identity-token' ? tokenUser : entry.username
  return { username, secret }
}
