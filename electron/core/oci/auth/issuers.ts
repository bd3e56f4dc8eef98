import { AppError } from '../../../../shared/errors.ts'
import type { Credential } from '../base/credential.ts'
import { isForTokenService } from './basic.ts'
import { printOf } from './credential-print.ts'

/** Which token service took an identity or refresh token: from then on no other gets it, whatever a challenge says. */
export type Issuers = {
  /** Throws `unsafe-realm`. */
  check(credential: Credential, realm: URL, host: string): void
  remember(credential: Credential, realm: URL): void
}

export const createIssuers = (): Issuers => {
  const origins = new Map<string, string>()
  return {
    check: (credential, realm, host) => {
      const issuer = origins.get(printOf(credential))
      if (issuer === undefined || issuer === realm.origin) return
      throw new AppError('unsupported', 'unsafe-realm', { host, realm: realm.origin })
    },
    remember: (credential, realm) => {
      if (isForTokenService(credential)) origins.set(printOf(credential), realm.origin)
    },
  }
}
