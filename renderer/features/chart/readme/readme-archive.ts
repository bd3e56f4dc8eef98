import type { ArchiveEntry, ChartSource } from '../../../../shared/ipc/schemas/charts.ts'
import { archivePath } from './readme-link.ts'

/** The archive a README lies in: what its paths name. */
export type ReadmeArchive = {
  readonly source: ChartSource
  /** Whether it is a file or a folder of the archive. */
  has(path: string): boolean
  /** The file that an image's address names, where it may be one. */
  imageAt(address: string): ArchiveEntry | undefined
}

const isTopLevel = ({ index }: ArchiveEntry) => !index.includes('/')

export const readmeArchive = (
  source: ChartSource,
  files: readonly ArchiveEntry[],
): ReadmeArchive => {
  const entries = new Map(files.filter(isTopLevel).map(entry => [entry.path, entry]))
  const folders = new Set<string>()
  for (const path of entries.keys())
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1))
      folders.add(path.slice(0, at))
  return {
    source,
    has: path => entries.has(path) || folders.has(path),
    imageAt: address => {
      if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return undefined
      const entry = entries.get(archivePath(address) ?? '')
      return entry?.kind === 'binary' || entry?.kind === 'text' ? entry : undefined
    },
  }
}
