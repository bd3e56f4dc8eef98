import type { Keytar } from '../../electron/adapters/keychain.ts'

export type FakeKeychain = Keytar & {
  /** By `service/account`. */
  readonly entries: Map<string, string>
  readonly calls: string[]
  readonly mostAtOnce: number
  /** Ends the call that hangs; later ones answer. */
  answer(): void
}

type Options = {
  /** What the system says to every call. */
  readonly fails?: string
  readonly hangs?: boolean
  /** What a read gives instead of what was written. */
  readonly gives?: 'other' | 'empty'
}

/** A keychain of the system with the moods of a real one: docs/threats.md, "The keychain". */
export const createFakeKeychain = ({ fails, hangs = false, gives }: Options): FakeKeychain => {
  const entries = new Map<string, string>()
  const calls: string[] = []
  const gate = Promise.withResolvers<void>()
  if (!hangs) gate.resolve()
  let running = 0
  let mostAtOnce = 0

  const call = async <T>(name: string, act: () => T): Promise<T> => {
    calls.push(name)
    mostAtOnce = Math.max(mostAtOnce, ++running)
    await gate.promise
    await new Promise(resolve => setImmediate(resolve))
    running--
    if (fails !== undefined) throw new Error(fails)
    return act()
  }

  const read = (key: string): string | null => {
    if (gives === 'other') return 'other'
    return gives === 'empty' ? '' : (entries.get(key) ?? null)
  }

  return {
    entries,
    calls,
    get mostAtOnce() {
      return mostAtOnce
    },
    answer: gate.resolve,
    getPassword: (service, account) => call('get', () => read(`${service}/${account}`)),
    setPassword: (service, account, password) =>
      call('set', () => void entries.set(`${service}/${account}`, password)),
    deletePassword: (service, account) =>
      call('delete', () => entries.delete(`${service}/${account}`)),
    findCredentials: service =>
      call('find', () =>
        [...entries]
          .filter(([key]) => key.startsWith(`${service}/`))
          .map(([key, password]) => ({ account: key.slice(service.length + 1), password })),
      ),
  }
}
