import type { Secret } from '../../http/base/secret.ts'

/** A user name and a secret; the secret prints as `[secret]`. */
export type Credential = {
  readonly username: string
  readonly secret: Secret
  /** `registry-token`: the registry's own token, sent to it as it is. Absent: a password or an identity token. */
  readonly kind?: 'registry-token'
  /**
   * Asks a keeper of short-lived sign-ins for another one after this was refused. Resolves with undefined when it has
   * none.
   */
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
