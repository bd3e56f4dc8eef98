import { AppError } from '../../../shared/errors.ts'
import { isForTokenService } from '../oci/auth/basic.ts'
import type { Credential } from '../oci/base/credential.ts'
import type { ProviderContext } from './listing-strategy.ts'

/**
 * The sign-in as far as a vendor's API may see it: a user name and its password, PAT or API key. Other tokens are for
 * the token service that issued them, or the registry alone: with these, as without a sign-in.
 */
export const passwordOf = async (
  context: ProviderContext,
  signal: AbortSignal,
): Promise<Credential | undefined> => {
  const credential = await context.credential(signal)
  if (!credential || credential.kind === 'registry-token') return undefined
  return isForTokenService(credential) ? undefined : credential
}

/** Throws `unsupported/no-catalog` where there is none. */
export const requirePassword = async (
  context: ProviderContext,
  signal: AbortSignal,
): Promise<Credential> => {
  const credential = await passwordOf(context, signal)
  if (!credential) throw new AppError('unsupported', 'no-catalog', { host: context.host })
  return credential
}
