import { randomBytes } from 'node:crypto'
import { chmod, copyFile, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { ownNames } from '../folders/data-folder.ts'
import { removeFolders, removeOwnFolder } from '../folders/own-files.ts'
import type { Clock } from '../ports.ts'
import type { FileGrants } from '../files/file-grants.ts'
import type { GrantedFile } from '../files/held-file.ts'

/** Files that the user handed over for a connection. */
export type HandedFiles = {
  /** May be asked again: the same call is repeated with a decision. Throws `invalid-input/file-token`. */
  take(token: string): GrantedFile
  /** A copy of an uploaded file that lasts as long as its connection, mode 0600; a file of the user's as it is. */
  keep(file: string): Promise<string>
  /** Deletes a copy; other files are the user's and stay. */
  removeCopy(file: string): Promise<void>
  /** Deletes the uploads of these tokens; without, those that nobody can ask for any more. */
  removeUploads(tokens?: readonly string[]): Promise<void>
  /** Deletes all uploads: the key of a dialog that was cancelled does not outlive the program. */
  close(): Promise<void>
  /** Deletes copies that no connection uses, which a crash could leave. */
  repair(used: readonly string[]): Promise<void>
}

type Deps = {
  readonly grants: Pick<FileGrants, 'redeem'>
  readonly folder: string
  /** Where an earlier version kept its copies. */
  readonly oldFolder: string
  readonly clock: Clock
}

const lifetimeMs = 30 * 60 * 1000

export const createHandedFiles = ({ grants, folder, oldFolder, clock }: Deps): HandedFiles => {
  const taken = new Map<string, { file: GrantedFile; expiresAtMs: number }>()

  const removeUploads: HandedFiles['removeUploads'] = async tokens => {
    for (const [token, { file, expiresAtMs }] of taken) {
      const isDone = tokens ? tokens.includes(token) : expiresAtMs <= clock.monotonicMs()
      if (!isDone) continue
      taken.delete(token)
      if (file.temporary) await rm(file.path, { force: true })
    }
  }

  return {
    take: token => {
      const known = taken.get(token)?.file
      const file = known ?? grants.redeem(token)
      if (!file) throw new AppError('invalid-input', 'file-token')
      taken.set(token, { file, expiresAtMs: clock.monotonicMs() + lifetimeMs })
      return file
    },
    keep: async file => {
      const upload = [...taken.values()].find(one => one.file.path === file)?.file
      if (!upload?.temporary) return file
      const own = path.join(folder, randomBytes(8).toString('hex'))
      await mkdir(own, { recursive: true, mode: 0o700 })
      const copy = path.join(own, path.basename(upload.fileName).replaceAll(/[^\w.-]/g, '_'))
      await copyFile(file, copy)
      await chmod(copy, 0o600)
      return copy
    },
    removeCopy: async file => {
      if (isCopyIn(folder, file) || isCopyIn(oldFolder, file)) {
        await removeOwnFolder(path.dirname(file))
      }
    },
    removeUploads,
    close: () => removeUploads([...taken.keys()]),
    repair: async used => {
      const kept = new Set(used.map(file => path.basename(path.dirname(file))))
      const isOrphan = (name: string) => ownNames.copy.test(name) && !kept.has(name)
      await removeFolders(folder, isOrphan)
      await removeFolders(oldFolder, isOrphan)
    },
  }
}

const isCopyIn = (folder: string, file: string): boolean => {
  const own = path.dirname(file)
  return path.dirname(own) === folder && ownNames.copy.test(path.basename(own))
}
