import { AppError } from '../../../shared/errors.ts'
import type { NewSignIn } from '../../../shared/ipc/schemas/registries.ts'
import { createSecret } from '../oci/http/secret.ts'
import type { Credential } from '../oci/types.ts'
import type { FoundSignIns } from './found-sign-ins.ts'

/** What the user gave as a sign-in; undefined for anonymous. Throws `invalid-input/username-characters`. */
export const readSignIn = async (
  signIn: NewSignIn,
  found: FoundSignIns,
): Promise<Credential | undefined> => {
  if (signIn.kind === 'anonymous') return undefined
  if (signIn.kind === 'command') throw new AppError('unsupported', 'not-available-here')
  const { username, secret } = signIn.kind === 'found' ? await found.reveal(signIn.foundId) : signIn
  // RFC 7617: Basic splits at the first colon, and control characters may not be sent.
  // oxlint-disable-next-line no-control-regex
  if (/[:\u0000-\u001f\u007f]/.test(username)) {
    throw new AppError('invalid-input', 'username-characters')
  }
  return { username, secret: createSecret(secret) }
}
