import type { AppError } from '../../../shared/errors.ts'
import { isTag } from '../../../shared/model/tag.ts'
import { duplicatePaths } from './archive-warnings.ts'
import { invalid } from './chart-error.ts'
import { escapeForShow } from './escape-for-show.ts'
import { hasHugePart } from './metadata/chart-version.ts'
import type { DecodedStruct } from './metadata/decode-struct.ts'
import { textOf } from './metadata/validate-metadata.ts'
import type { ReadArchive } from './read-archive.ts'

/**
 * What is not pushed although helm would: archives that programs read differently, and versions that no tag
 * or no other tool can hold.
 */
export const pushRefusal = (
  archive: ReadArchive,
  metadata: DecodedStruct,
): AppError | undefined => {
  if (archive.trailingBytes > 0) return invalid('archive-trailing-bytes')
  const twice = duplicatePaths(archive.members).find(
    path => path === 'Chart.yaml' || path === 'values.yaml',
  )
  if (twice !== undefined) return invalid('duplicate-chart-file', { path: twice })
  const sparse = archive.members.find(member => member.kind === 'sparse')
  // Helm reads the sparse files that Go can read and refuses others; to tell them apart is not worth it.
  if (sparse) return invalid('member-sparse', { member: escapeForShow(sparse.path) })
  const version = textOf(metadata, 'version')
  if (hasHugePart(version)) return invalid('version-number-huge', { version })
  if (!isTag(version.replaceAll('+', '_'))) return invalid('version-no-tag', { version })
  return undefined
}
