import { AppError, isAppError } from '../../shared/errors.ts'
import type { SecretStore, SecretStoreState } from '../core/ports.ts'
import { createPromptQueue } from './prompt-queue.ts'
import { type Keytar, loadKeytar } from './keytar-addon.ts'

export type KeychainOptions = {
  readonly load?: () => Promise<Keytar>
  /** Entries of other programs under the same name are left alone. */
  readonly service?: string
  readonly timeoutMs?: number
}

// keytar stored 2,500 bytes everywhere and failed above on Windows (security section 3).
const maxSecretBytes = 2_500
/** Marks entries of ours and their form: what a later version writes differently gets another one (row 179). */
const schema = 'v1:'

/** The operating system's keychain. Loads nothing before it is asked for something. */
export const createKeychain = ({
  load = loadKeytar,
  service = 'Chartroom',
  timeoutMs = 30_000,
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
      throw isAppError(error) ? error : translate(error)
    }
  }

  const read = (account: string, signal?: AbortSignal) =>
    ask(keytar => keytar.getPassword(service, schema + account), signal)

  return {
    read: async (account, signal) => (await read(account, signal)) ?? undefined,
    write: async (account, secret, signal) => {
      const sizeBytes = Buffer.byteLength(secret, 'utf8')
      if (sizeBytes > maxSecretBytes) {
        const params = { sizeBytes, limitBytes: maxSecretBytes }
        throw new AppError('keychain-unavailable', 'secret-too-long', params)
      }
      await ask(keytar => keytar.setPassword(service, schema + account, secret), signal)
      // Backends that cut at a NUL or lose the entry say nothing (row 176).
      if ((await read(account, signal)) !== secret) {
        throw new AppError('keychain-unavailable', 'corrupt')
      }
    },
    delete: async (account, signal) => {
      await ask(keytar => keytar.deletePassword(service, schema + account), signal)
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
        return { state: 'works' }
      } catch (error) {
        if (!isAppError(error) || error.code !== 'keychain-unavailable') throw error
        return unavailable(error)
      }
    },
  }
}

const unavailable = ({ reason, params }: AppError): SecretStoreState => ({
  state: 'unavailable',
  reason,
  ...(typeof params['package'] === 'string' && { missingPackage: params['package'] }),
})

/** What libsecret, the macOS Security framework and Windows say, told apart by their words: keytar gives no code. */
const causes: readonly (readonly [RegExp, 'no-keychain' | 'locked' | 'denied'])[] = [
  [/org\.freedesktop\.secrets|D-?Bus|autolaunch|Could not connect|not provided/i, 'no-keychain'],
  [/locked|dismissed|interaction is not allowed|cancel/i, 'locked'],
]

const translate = (error: unknown): AppError => {
  const message = error instanceof Error ? error.message : String(error)
  const reason = causes.find(([pattern]) => pattern.test(message))?.[1] ?? 'denied'
  // Only the reason crosses: a message of the system could name the entry.
  return new AppError('keychain-unavailable', reason, {}, { cause: error })
}
