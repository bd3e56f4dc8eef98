import path from 'node:path'
import { isDigest } from '../../../shared/model/digest.ts'
import { type FolderKind, isMarked, markFolder } from './claim-folder.ts'
import { makeFolder } from '../files/make-folder.ts'
import {
  isFile,
  isRealFolder,
  moveFiles,
  removeFiles,
  removeFolder,
  removeFolders,
} from './own-files.ts'

/** Where everything of a user lies. */
export const dataFolder: FolderKind = {
  name: 'data',
  isOld: folder =>
    isFile(path.join(folder, 'chartroom.db')) || isFile(path.join(folder, 'logs', 'chartroom.log')),
}

/** Folders in it that are swept, under names that nobody else would give. */
export const placesIn = (dataDir: string) => ({
  cache: path.join(dataDir, 'chartroom-cache'),
  /** What a browser hands over. */
  uploads: path.join(dataDir, 'chartroom-uploads'),
  /** What waits for a browser: pulled charts, single files of charts, the page that leads to ours. */
  pulls: path.join(dataDir, 'chartroom-pulls'),
  saves: path.join(dataDir, 'chartroom-saves'),
  links: path.join(dataDir, 'chartroom-links'),
  connection: path.join(dataDir, 'chartroom-connection'),
  /** Copies of a connection's files that an earlier version made: saved connections name them. */
  oldConnection: path.join(dataDir, 'connection'),
})

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
/** What the folders hold, each under names of our own making. */
export const ownNames = {
  upload: /^[0-9a-f]{32}\.part$/,
  pull: new RegExp(`^${uuid}$`),
  save: new RegExp(`^${uuid}$`),
  link: /^open-[0-9a-f]{16}\.html$/,
  copy: /^[0-9a-f]{16}$/,
} as const
const oldSave = new RegExp(`^\\d{1,16}-${uuid}$`)

/**
 * Brings what an earlier version left under common names (`uploads`, `cache`) to its place, once: what was for one run
 * goes, the cache moves. Only what that version itself made is touched; the rest of such a folder is somebody's.
 */
export const settleDataFolder = async (dataDir: string): Promise<void> => {
  if (isMarked(dataDir)) return
  const old = (...names: string[]) => path.join(dataDir, ...names)
  await removeFiles(dataDir, name => ownNames.link.test(name))
  await removeFiles(old('uploads'), name => ownNames.upload.test(name))
  await removeFolder(old('uploads'))
  if (await isRealFolder(old('spool'))) await removeOldSpool(old('spool'))
  if (await isRealFolder(old('cache'))) await moveCache(old('cache'), placesIn(dataDir).cache)
  makeFolder(dataDir)
  markFolder(dataDir, dataFolder)
}

const removeOldSpool = async (spool: string) => {
  await removeFolders(path.join(spool, 'pulls'), name => ownNames.pull.test(name))
  await removeFolders(path.join(spool, 'files'), name => oldSave.test(name))
  for (const name of ['pulls', 'files']) await removeFolder(path.join(spool, name))
  await removeFolder(spool)
}

const moveCache = async (from: string, to: string) => {
  for (const algorithm of ['sha256', 'sha512']) {
    const target = path.join(to, algorithm)
    await moveFiles(path.join(from, algorithm), target, name => isDigest(`${algorithm}:${name}`))
    await removeFolder(path.join(from, algorithm))
  }
  await removeFolder(from)
}
