import { AppError } from '../../../shared/errors.ts'
import type { NewSignIn } from '../../../shared/ipc/schemas/sign-ins.ts'
import { lifetimeOf } from '../../../shared/model/providers.ts'
import { signInHost } from '../../../shared/model/sign-in-host.ts'
import { createSecret } from '../http/base/secret.ts'
import type { Credential } from '../oci/base/credential.ts'
import type { SignInSource } from '../store/saved-registries.ts'
import type { FoundSignIns } from '../sign-in-sources/found-sign-ins.ts'
import type { SignInSources } from '../sign-in-sources/sign-in-sources.ts'

/** A sign-in that the user gave, before it is kept. */
export type NewCredential = Credential & {
  /** `elsewhere`: read anew from its source, never kept here. */
  readonly keep: 'keychain' | 'elsewhere'
  /** Who can be asked for another secret. */
  readonly source?: SignInSource
  /** How long the secret works, where that is known. */
  readonly lifeMs?: number
}

/**
 * What the user gave as a sign-in for this host; undefined for anonymous. Throws `invalid-input` for a user name that
 * cannot be sent and for a sign-in of another host, `not-found/sign-in` when it is gone.
 */
export const readSignIn = async (
  signIn: NewSignIn,
  host: string,
  { found, sources }: { found: FoundSignIns; sources: SignInSources },
  signal: AbortSignal,
): Promise<NewCredential | undefined> => {
  if (signIn.kind === 'anonymous') return undefined
  if (signIn.kind === 'user') {
    const { username, secret } = signIn
    return withLife({ username, secret: createSecret(secret), keep: 'keychain' }, host)
  }
  if (signIn.kind === 'command') {
    const { command, profile } = signIn
    const source = { kind: 'command', command, ...(profile && { profile }) } as const
    return withLife({ ...(await give(source)), source, keep: 'elsewhere' }, host)
  }
  const { source, host: foundFor } = await found.get(signIn.foundId, signal)
  // Whoever asks, a sign-in that was found for one registry is never sent to another: docs/threats.md, "Where a sign-in
  // may go".
  if (signInHost(foundFor) !== signInHost(host)) {
    throw new AppError('invalid-input', 'sign-in-of-another-host', { host, foundFor })
  }
  const given = await give(source)
  if (signIn.keep === 'where-it-lies')
    return withLife({ ...given, source, keep: 'elsewhere' }, host)
  // A copy can be renewed where a helper hands them out; of a file there is only the one.
  const renewable = source.kind === 'helper' ? { source } : {}
  return withLife({ ...given, ...renewable, keep: 'keychain' }, host)

  async function give(from: SignInSource) {
    const answer = await sources.read(from, host, signal)
    if (!answer) throw new AppError('not-found', 'sign-in')
    return answer
  }
}

const withLife = (credential: NewCredential, host: string): NewCredential => {
  const { username } = credential
  // RFC 7617: Basic splits at the first colon, and control characters may not be sent.
  // oxlint-disable-next-line no-control-regex
  if (/[:\u0000-\u001f\u007f]/.test(username)) {
    throw new AppError('invalid-input', 'username-characters')
  }
  const lifeMs = credential.lifeMs ?? lifetimeOf(host, username)
  return { ...credential, ...(lifeMs !== undefined && { lifeMs }) }
}
