// Run as `dbus-run-session -- sh -c "gnome-keyring-daemon … && node keyring-session.ts STEP…"`; prints one JSON line a step.
import { isAppError } from '../../shared/errors.ts'
import { createKeychain } from '../../electron/adapters/keychain.ts'

const keychain = createKeychain({ service: 'Chartroom test', timeoutMs: 10_000 })

const steps: Record<string, (...args: string[]) => Promise<unknown>> = {
  check: () => keychain.check(),
  write: (account = '', secret = '') => keychain.write(account, secret),
  read: account => keychain.read(account ?? ''),
  delete: account => keychain.delete(account ?? ''),
  list: async () => (await keychain.list()).toSorted(),
}

const requests = JSON.parse(process.argv[2] ?? '[]') as [string, ...string[]][]
for (const [name, ...args] of requests) {
  try {
    console.log(JSON.stringify({ value: (await steps[name]?.(...args)) ?? null }))
  } catch (error) {
    if (!isAppError(error)) throw error
    const { code, reason, params } = error
    console.log(JSON.stringify({ code, reason, params }))
  }
}
