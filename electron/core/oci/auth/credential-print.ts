import { createHash } from 'node:crypto'
import type { Credential } from '../base/credential.ts'

/** Tells sign-ins apart without holding them; `nobody` for none. */
export const printOf = (credential: Credential | undefined): string =>
  credential
    ? createHash('sha256')
        .update(`${credential.kind ?? ''}\0${credential.username}\0${credential.secret.reveal()}`)
        .digest('hex')
    : 'nobody'
