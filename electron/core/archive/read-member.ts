import { open } from 'node:fs/promises'
import type { FileContent } from '../../../shared/ipc/schemas/charts.ts'
import { ensureGzip } from './archive-kind.ts'
import { fileSource } from './byte-source.ts'
import { archiveLimits } from './archive-limits.ts'
import { invalid, tooLarge } from './chart-error.ts'
import { chartText, isBinary } from './chart-text.ts'
import { escapeForShow, shownLink } from './escape-for-show.ts'
import { type ArchiveMember, readArchive } from './read-archive.ts'

/** One member for the screen. A link is named, never followed. */
export const readMemberContent = async (path: string, index: string): Promise<FileContent> => {
  const { kind, linkTarget = '', bytes, sizeBytes } = await readMember(path, index)
  if (kind === 'link') return { kind: 'link', linkTarget: shownLink(linkTarget) }
  if (kind !== 'file' || isBinary(bytes)) return { kind: 'binary', sizeBytes }
  return { kind: 'text', ...chartText(bytes) }
}

/** One member's bytes as they are in the archive. */
export const readMemberBytes = async (path: string, index: string): Promise<Uint8Array> => {
  const { kind, bytes } = await readMember(path, index)
  if (kind !== 'file') throw invalid('member-no-content')
  return bytes
}

/** Reads only as far as the member, and opens only the archives it lies in. */
const readMember = async (path: string, index: string): Promise<ArchiveMember> => {
  const file = await open(path, 'r')
  try {
    const source = await fileSource(file)
    await ensureGzip(source)
    let found: ArchiveMember | undefined
    await readArchive(source, {
      opens: nested => index.startsWith(`${nested}/`),
      isDone: () => found !== undefined,
      onMember: member => {
        if (member.index === index) found = member
      },
    })
    if (!found) throw invalid('member-unknown', { index: escapeForShow(index).slice(0, 40) })
    if (found.sizeBytes > archiveLimits.fileBytes) {
      const params = { member: escapeForShow(found.path), limitBytes: archiveLimits.fileBytes }
      throw tooLarge('archive-member', params)
    }
    return found
  } finally {
    await file.close()
  }
}
