import { readdirSync } from 'node:fs'
import path from 'node:path'
import { claimFolder, type FolderKind, isMarked, markFolder } from '../folders/claim-folder.ts'
import { isFile } from '../folders/own-files.ts'

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const isUuid = new RegExp(`^${uuid}$`)
const part = new RegExp(`^\\.(.+)\\.${uuid}\\.part$`)

/** The name of the file that a temporary one was to become; undefined for a name that is not of our making. */
export const nameOfPart = (name: string): string | undefined => part.exec(name)?.[1]

/** The upload that a file in the uploads folder says the repository of. */
export const uploadOf = (name: string): string | undefined => {
  const id = name.replace(/\.repository$/, '')
  return id !== name && isUuid.test(id) ? id : undefined
}

export const topFiles = ['ledger.jsonl', 'port', 'password'] as const

const ownFiles = new Set<string>([...topFiles, 'ledger.jsonl.damaged', 'lock', 'owner'])

/** Where a registry keeps everything. */
const registryFolder: FolderKind = {
  name: 'local registry',
  isOld: folder => {
    const holds = (name: string) => isFile(path.join(folder, name))
    if (holds('lock') && holds('ledger.jsonl')) return true
    // One that a full disk stopped at its first start, or that was given its password beforehand.
    const names = readdirSync(folder)
    return names.length > 0 && names.every(name => ownFiles.has(name) && holds(name))
  },
}

/** Makes the folder the registry's. Throws ForeignFolderError where other things lie in it. */
export const claimRegistryFolder = (dataDir: string): void => {
  claimFolder(dataDir, registryFolder)
  if (!isMarked(dataDir)) markFolder(dataDir, registryFolder)
}
