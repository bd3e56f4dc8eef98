import { createHash } from 'node:crypto'
import * as nodeFs from 'node:fs/promises'
import path from 'node:path'
import type { Digest } from '../../../shared/model/digest.ts'
import { exists, translate } from './atomic-file.ts'
import { numberedFileName } from './file-name.ts'

/** Paths that a running pull will write: nobody else may take them (security row 190). */
export type PathReservations = { readonly taken: Set<string> }

export type TargetChoice =
  | { readonly result: 'free'; readonly archivePath: string; readonly replace: boolean }
  | { readonly result: 'same'; readonly fileName: string }
  | { readonly result: 'exists'; readonly fileName: string }

const mostNumbers = 1000

/** Where the archive goes: never silently over something else, and nothing to do where the same bytes lie. */
export const chooseTarget = async (
  folder: string,
  fileName: string,
  wanted: Digest,
  onExisting: 'ask' | 'keep-both' | 'replace',
  { taken }: PathReservations,
): Promise<TargetChoice> => {
  const archivePath = path.join(folder, fileName)
  const isTaken = taken.has(archivePath)
  if (!isTaken && !(await exists(nodeFs, archivePath))) {
    return { result: 'free', archivePath, replace: false }
  }
  if (!isTaken && (await holds(archivePath, wanted))) return { result: 'same', fileName }
  if (onExisting === 'replace' && !isTaken) return { result: 'free', archivePath, replace: true }
  if (onExisting === 'ask') return { result: 'exists', fileName }
  for (let number = 2; number < mostNumbers; number += 1) {
    const candidate = path.join(folder, numberedFileName(fileName, number))
    if (!taken.has(candidate) && !(await exists(nodeFs, candidate))) {
      return { result: 'free', archivePath: candidate, replace: false }
    }
  }
  return { result: 'exists', fileName }
}

/** Whether this very file is there already. A link or a folder of that name is something else. */
const holds = async (filePath: string, wanted: Digest): Promise<boolean> => {
  const stat = await nodeFs.lstat(filePath)
  if (!stat.isFile()) return false
  const handle = await nodeFs.open(filePath, 'r').catch(error => {
    throw translate(error, path.dirname(filePath), 0)
  })
  const hash = createHash('sha256')
  for await (const chunk of handle.createReadStream()) hash.update(chunk)
  return `sha256:${hash.digest('hex')}` === wanted
}
