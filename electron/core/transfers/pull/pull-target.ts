import { createHash } from 'node:crypto'
import * as nodeFs from 'node:fs/promises'
import path from 'node:path'
import { digestAlgorithm, digestHex } from '../../../../shared/model/digest.ts'
import type { Descriptor } from '../../oci/base/content.ts'
import { exists } from '../../files/atomic-file.ts'
import { numberedFileName } from '../user-files/file-name.ts'
import { translateFileError } from '../../files/file-errors.ts'

/** Paths that running pulls will write: no other pull may take them (docs/threats.md, "Writing a file"). */
export type PathReservations = { readonly taken: Set<string> }

/** Which of the two files lie there already and may be written over. */
export type Replace = { readonly archive: boolean; readonly provenance: boolean }

export type TargetChoice =
  | { readonly result: 'free'; readonly archivePath: string; readonly replace: Replace }
  | { readonly result: 'same' | 'exists'; readonly fileName: string }

export type Wanted = { readonly chart: Descriptor; readonly provenance: Descriptor | undefined }

const mostNumbers = 1000

/** Where the files go: never silently over something else, and nothing to do where the same bytes lie. */
export const chooseTarget = async (
  folder: string,
  fileName: string,
  { chart, provenance }: Wanted,
  onExisting: 'ask' | 'keep-both' | 'replace',
  { taken }: PathReservations,
): Promise<TargetChoice> => {
  const archivePath = path.join(folder, fileName)
  if (!taken.has(archivePath)) {
    const archive = await whatLiesAt(archivePath, chart)
    const signature = provenance
      ? await whatLiesAt(provenancePath(archivePath), provenance)
      : 'same'
    if (archive === 'same' && signature === 'same') return { result: 'same', fileName }
    const isOther = archive === 'other' || signature === 'other'
    if (!isOther || onExisting === 'replace') {
      const replace = { archive: archive !== 'nothing', provenance: signature !== 'nothing' }
      return { result: 'free', archivePath, replace }
    }
    if (onExisting === 'ask') {
      return { result: 'exists', fileName: archive === 'other' ? fileName : `${fileName}.prov` }
    }
  }
  if (onExisting === 'ask') return { result: 'exists', fileName }
  for (let number = 2; number < mostNumbers; number += 1) {
    const candidate = path.join(folder, numberedFileName(fileName, number))
    const names = [candidate, ...(provenance ? [provenancePath(candidate)] : [])]
    if (taken.has(candidate)) continue
    // An earlier try has saved the same files under this number.
    if (await lieThere(candidate, chart, provenance)) {
      return { result: 'same', fileName: path.basename(candidate) }
    }
    if (!(await anyExists(names))) {
      const replace = { archive: false, provenance: false }
      return { result: 'free', archivePath: candidate, replace }
    }
  }
  return { result: 'exists', fileName }
}

export const provenancePath = (archivePath: string): string => `${archivePath}.prov`

const lieThere = async (archivePath: string, chart: Descriptor, provenance?: Descriptor) =>
  (await whatLiesAt(archivePath, chart)) === 'same' &&
  (!provenance || (await whatLiesAt(provenancePath(archivePath), provenance)) === 'same')

const anyExists = async (names: readonly string[]): Promise<boolean> => {
  for (const name of names) if (await exists(nodeFs, name)) return true
  return false
}

/** Whether this very file is there already. A link or a folder of that name is something else. */
const whatLiesAt = async (
  filePath: string,
  { digest, sizeBytes }: Descriptor,
): Promise<'nothing' | 'same' | 'other'> => {
  const stat = await nodeFs.lstat(filePath).catch(() => undefined)
  if (stat === undefined) return 'nothing'
  if (!stat.isFile() || stat.size !== sizeBytes) return 'other'
  const handle = await nodeFs.open(filePath, 'r').catch(error => {
    throw translateFileError(error, { folder: path.dirname(filePath), neededBytes: 0 })
  })
  const hash = createHash(digestAlgorithm(digest))
  for await (const chunk of handle.createReadStream()) hash.update(chunk)
  return hash.digest('hex') === digestHex(digest) ? 'same' : 'other'
}
