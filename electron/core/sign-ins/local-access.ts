import type { Credential } from '../oci/base/credential.ts'

/** The built-in registry, as far as the list of registries cares. */
export type LocalAccess = {
  readonly host: string
  /** Reads are anonymous, writes take the password of this installation. */
  credential(signal: AbortSignal): Promise<Credential>
}
