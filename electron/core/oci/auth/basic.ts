import type { Credential } from '../base/credential.ts'

/** RFC 7617: `user:password` in UTF-8. */
export const basicAuthorization = ({ username, secret }: Credential): string =>
  `Basic ${Buffer.from(`${username}:${secret.reveal()}`).toString('base64')}`

/** Docker's way to say that the secret is an identity token, to be spent at the realm that issued it only. */
export const isIdentityToken = ({ username, kind }: Credential): boolean =>
  kind !== 'registry-token' && (username === '' || username === '<token>')

/** Azure's user name for its refresh tokens (Azure/acr AAD-OAuth.md). */
export const isAzureToken = ({ username, kind }: Credential): boolean =>
  kind !== 'registry-token' && username === '00000000-0000-0000-0000-000000000000'

/** Such a token goes to the service that took it, never to a registry, a vendor's API or another token service. */
export const isForTokenService = (credential: Credential): boolean =>
  isIdentityToken(credential) || isAzureToken(credential)
