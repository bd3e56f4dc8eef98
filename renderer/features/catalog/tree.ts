import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { Repositories } from '../../lib/repositories.ts'

/** One line of the sidebar's tree. `key` is unique and lasts: it is the DOM id and what is remembered as open. */
export type TreeRow =
  | { kind: 'registry'; key: string; level: 1; registry: Registry; isOpen: boolean; count?: number }
  | {
      kind: 'namespace'
      key: string
      level: number
      registry: Registry
      label: string
      path: string
      isOpen: boolean
      count: number
    }
  | {
      kind: 'repository'
      key: string
      level: number
      registry: Registry
      label: string
      path: string
      isKept: boolean
      count?: number
    }
  | { kind: 'note'; key: string; level: 2; registry: Registry; note: Note }

/** What stands where a registry's repositories would: still loading, empty, or why there are none. */
export type Note = 'loading' | 'empty' | 'no-catalog' | 'sign-in' | 'limited' | 'failed'

export type Listing = { repositories: Repositories; note?: Note; total?: number }

type Space = {
  path: string
  spaces: Map<string, Space>
  repositories: { name: string; label: string; isKept: boolean; tagCount?: number | undefined }[]
  count: number
}

const emptySpace = (path: string): Space => ({
  path,
  spaces: new Map(),
  repositories: [],
  count: 0,
})

const spaceAt = (root: Space, parts: readonly string[]): Space => {
  let space = root
  for (const part of parts) {
    space.count += 1
    let next = space.spaces.get(part)
    if (!next) {
      next = emptySpace(space.path === '' ? part : `${space.path}/${part}`)
      space.spaces.set(part, next)
    }
    space = next
  }
  space.count += 1
  return space
}

const growTree = (repositories: Repositories, below: string): Space => {
  const root = emptySpace('')
  const skip = below === '' ? 0 : below.split('/').length
  for (const { name, kept, tagCount } of repositories) {
    const parts = name.split('/')
    const label = parts.at(-1) ?? name
    // The registry's own path is not repeated as a namespace.
    const spaces = name.startsWith(`${below}/`) ? parts.slice(skip, -1) : parts.slice(0, -1)
    spaceAt(root, spaces).repositories.push({ name, label, isKept: kept, tagCount })
  }
  return root
}

const byLabel = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** `a` that holds nothing but `b` is one line, `a/b`. */
const compressed = (label: string, space: Space): [string, Space] => {
  const [only, ...others] = space.spaces
  return only && others.length === 0 && space.repositories.length === 0
    ? compressed(`${label}/${only[0]}`, only[1])
    : [label, space]
}

type IsOpen = (key: string, isOpenAtFirst: boolean) => boolean

/** Namespaces start open where a registry is small enough to be seen at once. */
const opensAtFirst = 60

const rowsOfSpace = (
  registry: Registry,
  space: Space,
  level: number,
  isSmall: boolean,
  isOpen: IsOpen,
): TreeRow[] => {
  const below = registry.path === '' ? '' : `${registry.path}/`
  const spaces = [...space.spaces]
    .map(([label, inner]) => compressed(label, inner))
    .sort(([a], [b]) => byLabel(a, b))
    .flatMap(([label, inner]): TreeRow[] => {
      const key = `${registry.id}/${inner.path}/`
      const open = isOpen(key, isSmall)
      const path = below + inner.path
      const row: TreeRow = {
        kind: 'namespace',
        key,
        level,
        registry,
        label,
        path,
        isOpen: open,
        count: inner.count,
      }
      return open ? [row, ...rowsOfSpace(registry, inner, level + 1, isSmall, isOpen)] : [row]
    })
  const repositories = space.repositories
    .sort((a, b) => byLabel(a.label, b.label))
    .map(({ name, label, isKept, tagCount }): TreeRow => {
      const count = tagCount === undefined ? {} : { count: tagCount }
      const key = `${registry.id}/${name}`
      return { kind: 'repository', key, level, registry, label, path: name, isKept, ...count }
    })
  return [...spaces, ...repositories]
}

const matching = (repositories: Repositories, needle: string): Repositories =>
  needle === '' ? repositories : repositories.filter(({ name }) => name.includes(needle))

const rowsOfRegistry = (
  registry: Registry,
  listing: Listing | undefined,
  needle: string,
  isOpen: IsOpen,
): TreeRow[] => {
  const open = isOpen(registry.id, false) || (needle !== '' && listing !== undefined)
  const found = matching(listing?.repositories ?? [], needle)
  const total = needle === '' ? listing?.total : found.length
  const row: TreeRow = {
    kind: 'registry',
    key: registry.id,
    level: 1,
    registry,
    isOpen: open,
    ...(total !== undefined && { count: total }),
  }
  if (needle !== '' && !listing) return []
  if (!open || !listing) return [row]
  const isSmall = needle !== '' || found.length <= opensAtFirst
  const note = found.length > 0 ? undefined : listing.note
  // While it is being listed a match may still come.
  if (needle !== '' && found.length === 0 && note !== 'loading') return []
  return [
    row,
    ...rowsOfSpace(registry, growTree(found, registry.path), 2, isSmall, isOpen),
    ...(note
      ? [{ kind: 'note' as const, key: `${registry.id}?`, level: 2 as const, registry, note }]
      : []),
  ]
}

type Tree = {
  registries: readonly Registry[]
  listings: ReadonlyMap<string, Listing>
  filter: string
  /** What the user opened or folded, by key. */
  opened: Readonly<Record<string, boolean>>
}

/**
 * The lines to show, top to bottom. A filter matches whole repository names, opens what holds a match, and leaves out
 * registries that hold none.
 */
export const toTreeRows = ({ registries, listings, filter, opened }: Tree): TreeRow[] => {
  const needle = filter.trim().toLowerCase()
  const isOpen: IsOpen = (key, atFirst) => opened[key] ?? atFirst
  const isOpenFiltered: IsOpen = (key, atFirst) => needle !== '' || isOpen(key, atFirst)
  return registries.flatMap(registry =>
    rowsOfRegistry(registry, listings.get(registry.id), needle, (key, atFirst) =>
      key === registry.id ? isOpen(key, atFirst) : isOpenFiltered(key, atFirst),
    ),
  )
}

const unknowable: readonly Note[] = ['no-catalog', 'sign-in', 'limited', 'failed']

/** Whether a filter can tell about a registry, now or once its list is there. */
export const isSearched = ({ note }: Listing): boolean => !note || !unknowable.includes(note)

/** The keys of what has to be open for a repository or namespace to be seen. */
export const keysAround = ({ id, path }: Registry, name: string): string[] => {
  const below = path !== '' && name.startsWith(`${path}/`) ? name.slice(path.length + 1) : name
  const parts = below.split('/').slice(0, -1)
  return [id, ...parts.map((_, at) => `${id}/${parts.slice(0, at + 1).join('/')}/`)]
}
