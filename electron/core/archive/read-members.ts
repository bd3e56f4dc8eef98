import type { FileContent } from '../../../shared/ipc/schemas/charts.ts'
import { archiveLimits } from './archive-limits.ts'
import type { ByteSource } from './byte-source.ts'
import { invalid, tooLarge } from './chart-error.ts'
import { chartText, isBinary } from './chart-text.ts'
import { escapeForShow, shownLink } from './escape-for-show.ts'
import { type ArchiveMember, readArchive } from './read-archive.ts'

/** Members by their index; those that the archive does not have are absent. */
export type Members = ReadonlyMap<string, ArchiveMember>

/** Reads only as far as the last of these members, and opens only the archives they lie in. */
export const readMembers = async (
  source: ByteSource,
  indexes: readonly string[],
): Promise<Members> => {
  const wanted = new Set(indexes)
  const found = new Map<string, ArchiveMember>()
  await readArchive(source, {
    keep: () => false,
    opens: nested => indexes.some(index => index.startsWith(`${nested}/`)),
    isDone: () => found.size === wanted.size,
    onMember: member => {
      if (wanted.has(member.index)) found.set(member.index, member)
    },
  })
  return found
}

/** One member for the screen. A link is named, never followed. */
export const memberContent = (members: Members, index: string): FileContent => {
  const { kind, linkTarget = '', bytes, sizeBytes } = memberOf(members, index)
  if (kind === 'link') return { kind: 'link', linkTarget: shownLink(linkTarget) }
  if (kind !== 'file' || isBinary(bytes)) return { kind: 'binary', sizeBytes }
  return { kind: 'text', ...chartText(bytes) }
}

/** One member's bytes as they are in the archive. */
export const memberBytes = (members: Members, index: string): Uint8Array => {
  const { kind, bytes } = memberOf(members, index)
  if (kind !== 'file') throw invalid('member-no-content')
  return bytes
}

const memberOf = (members: Members, index: string): ArchiveMember => {
  const found = members.get(index)
  if (!found) throw invalid('member-unknown', { index: escapeForShow(index).slice(0, 40) })
  if (found.sizeBytes > archiveLimits.fileBytes) {
    const params = { member: escapeForShow(found.path), limitBytes: archiveLimits.fileBytes }
    throw tooLarge('archive-member', params)
  }
  return found
}
