import type { Credential } from '../types.ts'

/** RFC 7617: `user:password` in UTF-8. */
export const basicAuthorization = ({ username, secret }: Credential): string =>
  `Basic ${Buffer.from(`${username}:${secret.reveal()}`).toString('base64')}`

/** Docker's way to say that the secret is an identity token, to be spent at the realm that issued it only. */
export const isIdentityToken = ({ username }: Credential): boolean =>
  username === '' || username === '<token>'
