import { createHash } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import { type AuthEntry, readAuthFile } from './auth-file.ts'
import { type ConfigFile, configFiles, type Machine } from './config-files.ts'

export type FoundSignIn = {
  readonly id: string
  readonly file: ConfigFile
  readonly entry: AuthEntry
}

/** Sign-ins that docker and helm keep on this machine. The files are only read. */
export type FoundSignIns = {
  list(): Promise<{
    found: readonly FoundSignIn[]
    withHelper: readonly { host: string; file: string }[]
  }>
  /** Throws `not-found/sign-in` when the file has changed since. */
  get(id: string): Promise<FoundSignIn>
  reveal(id: string): Promise<{ username: string; secret: string }>
}

export const createFoundSignIns = (machine: Machine): FoundSignIns => {
  const list: FoundSignIns['list'] = async () => {
    const files = await Promise.all(
      configFiles(machine).map(async file => ({ file, ...(await readAuthFile(file.path)) })),
    )
    return {
      found: files.flatMap(({ file, entries }) =>
        entries.map(entry => ({ id: idOf(file, entry), file, entry })),
      ),
      withHelper: files.flatMap(({ file, withHelper }) =>
        withHelper.map(host => ({ host, file: file.shown })),
      ),
    }
  }
  const get: FoundSignIns['get'] = async id => {
    const match = (await list()).found.find(found => found.id === id)
    if (!match) throw new AppError('not-found', 'sign-in')
    return match
  }
  return {
    list,
    get,
    reveal: async id => {
      const { entry } = await get(id)
      return { username: entry.username, secret: entry.reveal() }
    },
  }
}

/** Names the place, not the secret: the same entry has the same id each time it is listed. */
const idOf = (file: ConfigFile, entry: AuthEntry): string =>
  createHash('sha256')
    .update([file.path, entry.key, entry.username].join('\n'))
    .digest('hex')
    .slice(0, 32)
