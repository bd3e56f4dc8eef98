import { randomBytes, createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import {
  type Digest,
  digestAlgorithm,
  digestHex,
  parseDigest,
} from '../../../shared/model/digest.ts'
import { errorCode } from '../files/error-code.ts'
import { isFile, isRealFolder, removeFiles } from '../folders/own-files.ts'

/** Files named by digest (0600 in 0700 folders). Works from a folder of this run when its own takes no file. */
export type ContentFiles = {
  /** The path of a file whose bytes still have this digest; a damaged one is deleted. */
  verifiedPath(digest: Digest): Promise<string | undefined>
  write(digest: Digest, fill: (temporaryPath: string) => Promise<void>): Promise<string>
  delete(digest: Digest): Promise<void>
  /** Drops contents that `isKnown` does not name: left over by a crash. */
  sweep(isKnown: (digest: Digest) => boolean): Promise<void>
  close(): Promise<void>
}

const temporarySuffix = /\.[0-9a-f]{12}\.part$/

export const createContentFiles = (folder: string): ContentFiles => {
  let substitute: string | undefined

  const folders = () => (substitute === undefined ? [folder] : [folder, substitute])
  const pathIn = (root: string, digest: Digest) =>
    path.join(root, digestAlgorithm(digest), digestHex(digest))

  const writeIn = async (
    root: string,
    digest: Digest,
    fill: (temporary: string) => Promise<void>,
  ) => {
    const file = pathIn(root, digest)
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    const temporary = `${file}.${randomBytes(6).toString('hex')}.part`
    try {
      await fill(temporary)
      await chmod(temporary, 0o600)
      await rename(temporary, file)
      return file
    } finally {
      await rm(temporary, { force: true })
    }
  }

  const makeSubstitute = async () =>
    (substitute ??= await mkdtemp(path.join(os.tmpdir(), 'chartroom-cache-')))

  return {
    verifiedPath: async digest => {
      for (const root of folders()) {
        const file = pathIn(root, digest)
        if (await hasDigest(file, digest)) return file
      }
      return undefined
    },
    write: async (digest, fill) => {
      try {
        return await writeIn(substitute ?? folder, digest, fill)
      } catch (error) {
        if (!isFolderProblem(error)) throw error
        return writeIn(await makeSubstitute(), digest, fill).catch(cause => {
          throw isFolderProblem(cause) ? new AppError('disk-full', 'data', {}, { cause }) : cause
        })
      }
    },
    delete: async digest => {
      for (const root of folders())
        await rm(pathIn(root, digest), { force: true }).catch(ignoreFolderProblem)
    },
    sweep: async isKnown => {
      if (!(await isRealFolder(folder))) return
      for (const algorithm of ['sha256', 'sha512']) {
        await removeFiles(path.join(folder, algorithm), name => {
          const digest = parseDigest(`${algorithm}:${name.replace(temporarySuffix, '')}`)
          return digest !== undefined && (temporarySuffix.test(name) || !isKnown(digest))
        })
      }
    },
    close: async () => {
      if (substitute !== undefined) await rm(substitute, { recursive: true, force: true })
    },
  }
}

const hasDigest = async (file: string, digest: Digest): Promise<boolean> => {
  if (!isFile(file)) return false
  const hash = createHash(digestAlgorithm(digest))
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }))
      hash.update(chunk)
  } catch {
    return false
  }
  if (hash.digest('hex') === digestHex(digest)) return true
  await rm(file, { force: true }).catch(ignoreFolderProblem)
  return false
}

const folderProblems = new Set([
  'ENOENT',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
])

const isFolderProblem = (error: unknown): boolean => folderProblems.has(errorCode(error) ?? '')

const ignoreFolderProblem = (error: unknown) => {
  if (!isFolderProblem(error)) throw error
}
