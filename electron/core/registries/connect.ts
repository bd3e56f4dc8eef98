import type { CredentialSource, RegistryClient, RegistryEndpoint } from '../oci/types.ts'

export type ConnectOptions = {
  readonly endpoint: RegistryEndpoint
  readonly credentials: CredentialSource
  /** Origin of a token service on another site that may get the sign-in, because the user said so. */
  readonly trustedRealm: string | undefined
}

/** Makes a client; no request is sent by it. */
export type Connect = (options: ConnectOptions) => RegistryClient

export const anonymous: CredentialSource = async () => undefined
