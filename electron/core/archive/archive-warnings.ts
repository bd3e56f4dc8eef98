import type { Warning } from '../../../shared/ipc/schemas/charts.ts'
import { escapeForShow } from './escape-for-show.ts'
import { isStrictVersion } from './metadata/chart-version.ts'
import type { DecodedStruct } from './metadata/decode-struct.ts'
import { textOf } from './metadata/validate-metadata.ts'
import type { ArchiveMember, ReadArchive } from './read-archive.ts'

/** What is odd about an archive that helm loads all the same. */
export const archiveWarnings = (archive: ReadArchive, metadata: DecodedStruct): Warning[] => [
  ...trailing(archive),
  ...(archive.endMarker ? [] : [{ key: 'end-missing', params: {} }]),
  ...duplicates(archive.members),
  ...archive.members.flatMap(unread),
  ...versionWarnings(textOf(metadata, 'version')),
]

const trailing = ({ trailingBytes }: ReadArchive): Warning[] =>
  trailingBytes === 0 ? [] : [{ key: 'trailing-bytes', params: { bytes: trailingBytes } }]

const duplicates = (members: readonly ArchiveMember[]): Warning[] =>
  duplicatePaths(members).map(path => ({
    key: 'duplicate-member',
    params: { path: escapeForShow(path) },
  }))

/** Helm keeps all of them: later Chart.yaml files are merged over earlier ones, of other files the last counts. */
export const duplicatePaths = (members: readonly ArchiveMember[]): string[] => {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const { path } of members) {
    if (seen.has(path)) twice.add(path)
    seen.add(path)
  }
  return [...twice]
}

const unread = (member: ArchiveMember): Warning[] => {
  const params = { path: escapeForShow(member.path) }
  if (member.kind === 'link') return [{ key: 'link-not-followed', params }]
  if (member.kind === 'file') return []
  return [{ key: 'unsupported-member', params }]
}

const versionWarnings = (version: string): Warning[] =>
  isStrictVersion(version) ? [] : [{ key: 'loose-version', params: { version } }]
