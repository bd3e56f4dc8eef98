import { randomBytes } from 'node:crypto'
import { isAppError } from '../../../shared/errors.ts'
import { createSecret } from '../http/base/secret.ts'
import type { Secret } from '../http/base/secret.ts'
import type { Logger, SecretStore } from '../ports.ts'

/** The write password of the built-in registry: one per installation, in the keychain; else one per run. */
export type LocalPassword = {
  /** For the registry's guard. Until the keychain has answered nothing matches it. */
  readonly guard: Secret
  /** Waits for the keychain. */
  reveal(): Promise<string>
}

const account = 'local-registry'
const newPassword = () => randomBytes(18).toString('base64url')

/** Asks the keychain at once, so that helm can push with a password shown earlier. Never throws. */
export const createLocalPassword = (keychain: SecretStore, logger: Logger): LocalPassword => {
  let current = newPassword()

  const load = async () => {
    try {
      const saved = await keychain.read(account)
      if (saved === undefined) await keychain.write(account, current)
      else current = saved
    } catch (error) {
      const reason = isAppError(error) ? error.reason : 'unknown'
      logger.log('warn', 'local-password-for-session', { reason })
    }
    return current
  }

  const loaded = load()
  return {
    guard: { ...createSecret(''), reveal: () => current },
    reveal: () => loaded,
  }
}
