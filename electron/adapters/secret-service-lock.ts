import { execFile } from 'node:child_process'

const collection = '/org/freedesktop/secrets/aliases/default'
const timeoutMs = 2_000

/**
 * Whether the collection that Linux keeps new secrets in is locked. libsecret does not tell: it reads a locked one as an
 * empty one, and a write opens a prompt. False where nobody can be asked.
 */
export const isSecretServiceLocked = (): Promise<boolean> =>
  new Promise(resolve => {
    execFile(
      'dbus-send',
      [
        '--session',
        '--print-reply=literal',
        '--dest=org.freedesktop.secrets',
        collection,
        'org.freedesktop.DBus.Properties.Get',
        'string:org.freedesktop.Secret.Collection',
        'string:Locked',
      ],
      { timeout: timeoutMs, killSignal: 'SIGKILL', encoding: 'utf8' },
      (error, stdout) => resolve(error === null && /\bboolean true\b/.test(stdout)),
    )
  })
