import type { SecretStore } from '../core/ports.ts'

/** Secrets until the program ends: for tests, and for a host that is told to leave the keychain alone. */
export const createMemorySecrets = (): SecretStore => {
  const secrets = new Map<string, string>()
  return {
    read: async account => secrets.get(account),
    write: async (account, secret) => void secrets.set(account, secret),
    delete: async account => void secrets.delete(account),
    list: async () => [...secrets.keys()],
    check: async () => ({ state: 'works' }),
  }
}
