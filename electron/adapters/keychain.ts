import { createRequire } from 'node:module'
import path from 'node:path'
import { AppError, isAppError } from '../../shared/errors.ts'
import type { SecretStore } from '../core/ports.ts'
import { translateKeychainError, unavailableBecause } from './keychain-errors.ts'
import { createPromptQueue } from './prompt-queue.ts'
import { isSecretServiceLocked } from './secret-service-lock.ts'

/** The part of keytar that is used; each call may open the system's prompt. */
export type Keytar = {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
  findCredentials(service: string): Promise<{ account: string; password: string }[]>
}

export type KeychainOptions = {
  readonly load?: () => Promise<Keytar>
  /** Entries of other programs under the same name are left alone. */
  readonly service?: string
  readonly timeoutMs?: number
  readonly platform?: NodeJS.Platform
  /** Asked on Linux, where no answer of libsecret tells it. */
  readonly isLocked?: () => Promise<boolean>
}

// Windows keeps at most 2,560 bytes (docs/threats.md, "Limits"). Elsewhere there is room for a cloud's key file, which
// has up to about 3,200 bytes.
const maxSecretBytes = (platform: NodeJS.Platform) => (platform === 'win32' ? 2_500 : 8 * 1024)
/** Marks entries as ours, and their form: a later version that writes them differently takes another mark. */
const schema = 'v1:'

/** The operating system's keychain. Loads nothing before it is asked for something. */
export const createKeychain = ({
  load = loadKeytar,
  service = 'Chartroom',
  timeoutMs = 30_000,
  platform = process.platform,
  isLocked = isSecretServiceLocked,
}: KeychainOptions = {}): SecretStore => {
  const queue = createPromptQueue(timeoutMs)
  let loaded: Promise<Keytar> | undefined

  const ask = async <T>(act: (keytar: Keytar) => Promise<T>, signal?: AbortSignal): Promise<T> => {
    const loading = (loaded ??= load())
    const keytar = await loading.catch((error: unknown) => {
      loaded = undefined
      throw error
    })
    try {
      return await queue(() => act(keytar), signal)
    } catch (error) {
      throw isAppError(error) ? error : translateKeychainError(error)
    }
  }

  const read = (account: string, signal?: AbortSignal) =>
    ask(keytar => keytar.getPassword(service, schema + account), signal)

  /** libsecret sees no entry of a locked collection and says nothing of it: only a write does. */
  const proveOpen = async (signal?: AbortSignal) => {
    await ask(keytar => keytar.setPassword(service, `${schema}open`, 'open'), signal)
    await ask(keytar => keytar.deletePassword(service, `${schema}open`), signal)
  }

  return {
    read: async (account, signal) => (await read(account, signal)) ?? undefined,
    write: async (account, secret, signal) => {
      const sizeBytes = Buffer.byteLength(secret, 'utf8')
      const limitBytes = maxSecretBytes(platform)
      if (sizeBytes > limitBytes) {
        const params = { sizeBytes, limitBytes }
        throw new AppError('keychain-unavailable', 'secret-too-long', params)
      }
      await ask(keytar => keytar.setPassword(service, schema + account, secret), signal)
      // Some backends cut a secret at a NUL, or lose it, and report success. Only reading it back tells.
      if ((await read(account, signal)) !== secret) {
        throw new AppError('keychain-unavailable', 'corrupt')
      }
    },
    delete: async (account, signal) => {
      const wasThere = await ask(keytar => keytar.deletePassword(service, schema + account), signal)
      if (!wasThere && platform === 'linux') await proveOpen(signal)
    },
    list: async signal => {
      const entries = await ask(keytar => keytar.findCredentials(service), signal)
      return entries
        .filter(({ account }) => account.startsWith(schema))
        .map(({ account }) => account.slice(schema.length))
    },
    check: async signal => {
      try {
        // A name that nobody has: the service answers, and no secret is unlocked or read.
        await ask(keytar => keytar.findCredentials(`${service} is this working?`), signal)
        const locked = platform === 'linux' && (await isLocked())
        return { state: locked ? 'locked' : 'works' }
      } catch (error) {
        if (!isAppError(error) || error.code !== 'keychain-unavailable') throw error
        return unavailableBecause(error)
      }
    },
  }
}

/**
 * Loads the native module when it is first needed, so that a start never fails because of it. Throws
 * `keychain-unavailable` with `missing-library` and the package to install, or `no-keychain`.
 */
const loadKeytar = async (): Promise<Keytar> => {
  try {
    return (await import('keytar')).default
  } catch (cause) {
    const why = loadFailure()
    throw why.includes('libsecret')
      ? new AppError(
          'keychain-unavailable',
          'missing-library',
          { package: 'libsecret-1-0' },
          { cause },
        )
      : new AppError('keychain-unavailable', 'no-keychain', {}, { cause })
  }
}

/** keytar's loader hides what the system said: ask the system again. */
const loadFailure = (): string => {
  try {
    const root = path.dirname(createRequire(import.meta.url).resolve('keytar/package.json'))
    const folder = `${process.platform}-${process.arch}`
    process.dlopen({ exports: {} }, path.join(root, 'prebuilds', folder, 'keytar.node'))
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}
