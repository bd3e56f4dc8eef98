import { compareNames } from '../../../lib/formats.ts'
import type { ArchiveEntry } from '../../../../shared/ipc/schemas/charts.ts'

export type FileNode = {
  /** The way to it, `!` after each archive on the way: the same in every version of the chart. */
  readonly key: string
  readonly name: string
  /** Undefined for a folder, which an archive only implies. */
  readonly entry?: ArchiveEntry
  readonly children: readonly FileNode[]
  /** Of a folder: the sum of what is in it. */
  readonly sizeBytes: number
}

export type FileRow = { readonly node: FileNode; readonly depth: number }

type Folder = { readonly folders: Map<string, Folder>; readonly entries: ArchiveEntry[] }

const newFolder = (): Folder => ({ folders: new Map(), entries: [] })

const parentOf = (index: string) => index.slice(0, Math.max(0, index.lastIndexOf('/')))

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** Puts each entry under the archive that holds it (`3/1` lies in `3`), then under the folders of its path there. */
export const buildFileTree = (entries: readonly ArchiveEntry[]): readonly FileNode[] => {
  const roots = new Map<string, Folder>()
  const paths = new Map(entries.map(({ index, path }) => [index, path]))
  for (const entry of entries) {
    const archive = parentOf(entry.index)
    let folder = roots.get(archive) ?? newFolder()
    roots.set(archive, folder)
    // An entry's path begins with that of its archive, which is a node of its own.
    const within = entry.path.slice(archive === '' ? 0 : (paths.get(archive) ?? '').length + 1)
    for (const name of within.split('/').slice(0, -1)) {
      const next = folder.folders.get(name) ?? newFolder()
      folder.folders.set(name, next)
      folder = next
    }
    folder.entries.push(entry)
  }
  const nodesOf = (folder: Folder, prefix: string): FileNode[] => [
    ...[...folder.folders].map(([name, inner]) => folderNode(name, inner, prefix)).sort(byName),
    ...folder.entries.map(entry => entryNode(entry, prefix)).sort(byName),
  ]
  const folderNode = (name: string, folder: Folder, prefix: string): FileNode => {
    const key = `${prefix}${name}/`
    const children = nodesOf(folder, key)
    return { key, name, children, sizeBytes: sum(children) }
  }
  const entryNode = (entry: ArchiveEntry, prefix: string): FileNode => {
    const name = nameOf(entry.path)
    const inner = roots.get(entry.index)
    const children = inner ? nodesOf(inner, `${prefix}${name}!/`) : []
    return { key: prefix + name, name, entry, children, sizeBytes: entry.sizeBytes }
  }
  return distinguish(nodesOf(roots.get('') ?? newFolder(), ''))
}

const byName = (a: FileNode, b: FileNode) => compareNames(a.name, b.name)

const sum = (nodes: readonly FileNode[]) => nodes.reduce((size, node) => size + node.sizeBytes, 0)

/** An archive may hold one path twice; both are shown, and each has a key of its own. */
const distinguish = (nodes: readonly FileNode[]): readonly FileNode[] => {
  const seen = new Set<string>()
  const visit = (node: FileNode): FileNode => {
    const key = seen.has(node.key) ? `${node.key}#${node.entry?.index}` : node.key
    seen.add(key)
    return { ...node, key, children: node.children.map(visit) }
  }
  return nodes.map(visit)
}

/** What is seen with these nodes unfolded, from top to bottom. */
export const visibleRows = (
  nodes: readonly FileNode[],
  unfolded: ReadonlySet<string>,
  depth = 0,
): readonly FileRow[] =>
  nodes.flatMap(node => [
    { node, depth },
    ...(unfolded.has(node.key) ? visibleRows(node.children, unfolded, depth + 1) : []),
  ])

export const findNode = (nodes: readonly FileNode[], key: string): FileNode | undefined => {
  for (const node of nodes) {
    if (node.key === key) return node
    const within = findNode(node.children, key)
    if (within) return within
  }
  return undefined
}
