import { AppError } from '../../shared/errors.ts'
import type { SecretStoreState } from '../core/ports.ts'

/** What libsecret, the macOS Security framework and Windows say, told apart by their words: keytar gives no code. */
const causes: readonly (readonly [RegExp, 'no-keychain' | 'locked' | 'denied'])[] = [
  [/org\.freedesktop\.secrets|D-?Bus|autolaunch|Could not connect|not provided/i, 'no-keychain'],
  [/locked|dismissed|interaction is not allowed|cancel/i, 'locked'],
]

export const translateKeychainError = (error: unknown): AppError => {
  const message = error instanceof Error ? error.message : String(error)
  const reason = causes.find(([pattern]) => pattern.test(message))?.[1] ?? 'denied'
  // Only the reason crosses: a message of the system could name the entry.
  return new AppError('keychain-unavailable', reason, {}, { cause: error })
}

/** A failure as the state of the store. */
export const unavailableBecause = ({ reason, params }: AppError): SecretStoreState => ({
  state: 'unavailable',
  reason,
  ...(typeof params['package'] === 'string' && { missingPackage: params['package'] }),
})
