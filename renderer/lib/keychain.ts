import type { Output } from '../../shared/ipc/contract.ts'
import { useContractQuery } from './contract-query.ts'

export type Keychain = Output<'app.info'>['keychain']

/** Where passwords go on this machine, asked anew by each dialog; undefined until it is known. */
export const useKeychain = (): Keychain | undefined =>
  useContractQuery('app.info', {}, { staleTime: 0 }).data?.keychain

/** Whether what is handed to it lasts longer than the program runs. */
export const keepsSecrets = (keychain: Keychain | undefined): boolean =>
  keychain?.state !== 'unavailable' && keychain?.untilQuit !== true
