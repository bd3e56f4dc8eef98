import type { Secret } from '../../http/base/secret.ts'

/** A user name and a secret; the secret prints as `[secret]`. */
export type Credential = {
  readonly username: string
  readonly secret: Secret
  /** A token of the registry's own, sent to it as it is; a password or identity token when not said. */
  readonly kind?: 'registry-token'
  /** Where its keeper hands out short-lived ones: asks for another, once this one is refused. Undefined: there is none. */
  readonly renew?: (signal: AbortSignal) => Promise<Credential | undefined>
}

/**
 * Where the client asks for the sign-in of a registry; asked anew for every token, so sign-out works at once. On
 * hosts of many tenants it may give another one for each repository; undefined is the host as a whole.
 */
export type CredentialSource = (
  signal: AbortSignal,
  repository?: string,
) => Promise<Credential | undefined>
