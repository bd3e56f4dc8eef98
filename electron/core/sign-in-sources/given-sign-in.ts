import type { Credential } from '../oci/base/credential.ts'

/** A sign-in as its keeper gives it now. */
export type GivenSignIn = Credential & {
  /** Where the keeper says how long it works from now on. */
  readonly lifeMs?: number
}
