import { createRequire } from 'node:module'
import path from 'node:path'
import { AppError } from '../../shared/errors.ts'

/** The part of keytar that is used; each call may open the system's prompt. */
export type Keytar = {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
  findCredentials(service: string): Promise<{ account: string; password: string }[]>
}

/**
 * Loads the native module when it is first needed: a start never fails because of it (row 177). Throws
 * `keychain-unavailable` with `missing-library` and the package to install, or `no-keychain`.
 */
export const loadKeytar = async (): Promise<Keytar> => {
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
