import { lstat } from 'node:fs/promises'
import { isAppError } from '../../../../shared/errors.ts'
import type { Digest } from '../../../../shared/model/digest.ts'
import { hashState, parseProvenance } from '../../archive/provenance.ts'
import type { InspectedArchive } from '../../archive/types.ts'
import type { GrantedFile } from '../../files/held-file.ts'
import { forgetUpload, type HeldFile, holdFile } from '../../files/held-file.ts'

export type DraftProvenance = {
  readonly file: HeldFile
  readonly digest: Digest
  readonly hash: 'matches' | 'differs' | 'absent'
}

const provenanceLimitBytes = 1024 * 1024

const isProvenanceName = (fileName: string) => fileName.endsWith('.prov')

/** `x.tgz` and `x.tgz.prov` belong together; a .prov whose archive was not handed over is refused. */
export const pairByName = (files: readonly GrantedFile[]) => {
  const provenances = new Map(
    files.filter(file => isProvenanceName(file.fileName)).map(file => [file.fileName, file]),
  )
  const pairs = files
    .filter(file => !isProvenanceName(file.fileName))
    .map(archive => {
      const provenance = provenances.get(`${archive.fileName}.prov`)
      provenances.delete(`${archive.fileName}.prov`)
      return { archive, provenance }
    })
  return { pairs, orphans: [...provenances.values()] }
}

export type Pairing = {
  readonly provenance: DraftProvenance | undefined
  /** The reason why a .prov was not taken. */
  readonly provenanceRefused: string | undefined
}

/**
 * The handed-over .prov, else the one beside the archive, but never for an upload. A neighbour may be a trap, so only a
 * small regular file is opened, following no link (docs/threats.md, "The border between page and core").
 */
export const pairProvenance = async (
  archive: HeldFile,
  inspected: InspectedArchive,
  archiveFile: GrantedFile,
  handedOver: GrantedFile | undefined,
): Promise<Pairing> => {
  const granted = handedOver ?? (await neighbour(archiveFile))
  if (granted === undefined) return { provenance: undefined, provenanceRefused: undefined }
  try {
    const file = await holdFile(granted, provenanceLimitBytes)
    try {
      const facts = parseProvenance(new TextDecoder().decode(await file.bytes()))
      const hash = hashState(facts, archive.fileName, inspected.archiveDigest)
      const digest = await file.digest(new AbortController().signal)
      return { provenance: { file, digest, hash }, provenanceRefused: undefined }
    } catch (error) {
      await file.close()
      throw error
    }
  } catch (error) {
    if (!isAppError(error)) throw error
    await forgetUpload(granted)
    return { provenance: undefined, provenanceRefused: error.reason }
  }
}

const neighbour = async (archiveFile: GrantedFile): Promise<GrantedFile | undefined> => {
  if (archiveFile.temporary) return undefined
  const neighbourPath = `${archiveFile.path}.prov`
  const found = await lstat(neighbourPath).catch(() => undefined)
  return (
    found && {
      path: neighbourPath,
      fileName: `${archiveFile.fileName}.prov`,
      modifiedMs: 0,
      temporary: false,
    }
  )
}
