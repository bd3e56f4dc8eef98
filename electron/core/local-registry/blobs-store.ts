import { type FileHandle, open, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import {
  type Digest,
  digestAlgorithm,
  digestHex,
  parseDigest,
} from '../../../shared/model/digest.ts'
import { isFile, isRealFolder, removeFiles } from '../folders/own-files.ts'
import { createFolder, publishFile, writeDurably } from '../files/durable-files.ts'
import type { Checkpoint } from './checkpoint.ts'
import { createKeyedLock } from '../async/keyed-lock.ts'
import { nameOfPart } from './registry-folder.ts'

/** Bytes by digest, in `blobs/<algorithm>/<first two digits>/<hex>`: blobs and manifests alike. */
export type BlobsStore = {
  /** Undefined when the file is gone. The caller closes the handle. */
  open(digest: Digest): Promise<FileHandle | undefined>
  /** Moves a synced temporary file of the same file system to its name, then holds it, as one step. */
  adopt(temporaryFile: string, digest: Digest, hold: () => void): Promise<void>
  write(bytes: Uint8Array, digest: Digest, hold: () => void): Promise<void>
  /** Removes the bytes unless somebody holds them again by then. */
  removeUnless(digest: Digest, isHeld: () => boolean): Promise<void>
  /** Every stored digest: at start, what no ledger entry speaks of is the rest of a crash. */
  list(): AsyncGenerator<Digest>
}

export const createBlobsStore = (folder: string, reached: Checkpoint): BlobsStore => {
  // A removal and a new upload of the same bytes must not cross: one at a time per digest.
  const lock = createKeyedLock()
  const ready = new Set<string>()
  const fileOf = (digest: Digest) => {
    const hex = digestHex(digest)
    return path.join(folder, digestAlgorithm(digest), hex.slice(0, 2), hex)
  }
  const prepare = async (digest: Digest): Promise<string> => {
    const file = fileOf(digest)
    const parent = path.dirname(file)
    if (!ready.has(parent)) await createFolder(parent)
    ready.add(parent)
    return file
  }

  return {
    open: digest =>
      open(fileOf(digest), 'r').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      }),
    adopt: (temporaryFile, digest, hold) =>
      lock(digest, async () => {
        const file = await prepare(digest)
        // The bytes are the same: on Windows a file that is being read cannot be replaced.
        if (await exists(file)) await rm(temporaryFile, { force: true })
        else await publishFile(temporaryFile, file, reached)
        hold()
      }),
    write: (bytes, digest, hold) =>
      lock(digest, async () => {
        const file = await prepare(digest)
        if (!(await exists(file))) await writeDurably(file, bytes, reached)
        hold()
      }),
    removeUnless: (digest, isHeld) =>
      lock(digest, async () => {
        if (isHeld()) return
        await rm(fileOf(digest), { force: true })
        reached('content-removed')
      }),
    list: () => listDigests(folder),
  }
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  )

/** Of a folder, not of one that a link leads to. */
const namesIn = async (folder: string): Promise<string[]> =>
  (await isRealFolder(folder)) ? readdir(folder) : []

async function* listDigests(folder: string): AsyncGenerator<Digest> {
  if (!(await isRealFolder(folder))) return
  for (const algorithm of ['sha256', 'sha512']) {
    for (const prefix of await namesIn(path.join(folder, algorithm))) {
      const shard = path.join(folder, algorithm, prefix)
      const digestNamed = (name = '') =>
        name.startsWith(prefix) ? parseDigest(`${algorithm}:${name}`) : undefined
      await removeFiles(shard, name => digestNamed(nameOfPart(name)) !== undefined)
      for (const name of await namesIn(shard)) {
        const digest = digestNamed(name)
        if (digest && isFile(path.join(shard, name))) yield digest
      }
    }
  }
}
