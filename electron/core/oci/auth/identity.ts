import type { Credential, CredentialSource } from '../base/credential.ts'
import { printOf } from './credential-print.ts'

/** As whom one request goes out. Read once for it: a sign-in that changes meanwhile signs no half of a request. */
export type Identity = {
  /** Undefined for anybody. */
  readonly credential: Credential | undefined
  /** Tells it from others without the secret. */
  readonly print: string
}

/** Who is known for a repository, or for the host as a whole. */
export const identify = async (
  credentials: CredentialSource,
  signal: AbortSignal,
  repository?: string,
): Promise<Identity> => {
  const credential = await credentials(signal, repository)
  return { credential, print: printOf(credential) }
}
