import { AppError } from '../../../../shared/errors.ts'
import { isIdentityToken } from '../auth/basic.ts'
import type { Credential } from '../types.ts'
import type { ProviderContext } from './listing-strategy.ts'

/**
 * The sign-in as far as a vendor's API may see it: a user name and its password, PAT or API key. An identity token is
 * for the token service that issued it, a registry token for the registry; with these, as without a sign-in.
 */
export const passwordOf = async (
  context: ProviderContext,
  signal: AbortSignal,
): Promise<Credential | undefined> => {
  const credential = await context.credential(signal)
  if (!credential || credential.kind === 'registry-token') return undefined
  return isIdentityToken(credential) ? undefined : credential
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
