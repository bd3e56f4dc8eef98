import type { ArchiveMember } from './read-archive.ts'

const names = new Set(['readme.md', 'readme.txt', 'readme'])

/** What `helm show readme` shows: the first file, in archive order, of one of three names in any case. */
export const isReadme = (path: string): boolean => names.has(path.toLowerCase())

export const findReadme = (members: readonly ArchiveMember[]): ArchiveMember | undefined =>
  members.find(member => member.kind === 'file' && isReadme(member.path))
