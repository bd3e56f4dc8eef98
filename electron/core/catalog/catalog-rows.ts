import type { Progress } from '../../../shared/ipc/contract.ts'
import { isBelowPath } from '../../../shared/model/is-below-path.ts'
import type { KeptRepository } from '../store/saved-listings.ts'

type Page = Progress<'repositories.list'>

/** Sends each name once, whatever the registry repeats, and only below the registry's path. */
export type CatalogRows = {
  tell(names: readonly string[]): void
  /** What the user kept and the registry did not list; returns how many rows there are in all. */
  tellKept(kept: readonly KeptRepository[]): number
  names(): readonly string[]
}

type Options = {
  readonly path: string
  readonly tagCounts: ReadonlyMap<string, number>
  readonly send: (page: Page) => void
}

export const createCatalogRows = ({ path, tagCounts, send }: Options): CatalogRows => {
  const told = new Set<string>()

  const sendRows = (rows: Page['repositories']) => {
    if (rows.length === 0) return
    const repositories = rows.map(row => {
      const tagCount = tagCounts.get(row.name)
      return { ...row, ...(tagCount !== undefined && { tagCount }) }
    })
    send({ repositories })
  }

  const isNew = (name: string) => {
    if (told.has(name) || !isBelowPath(name, path)) return false
    told.add(name)
    return true
  }

  return {
    names: () => [...told],
    tell: names => sendRows(names.filter(isNew).map(name => ({ name, kept: false }))),
    tellKept: kept => {
      const unlisted = kept.filter(({ name }) => isNew(name))
      sendRows(
        unlisted.map(({ name, missing }) => ({ name, kept: true, ...(missing && { missing }) })),
      )
      return told.size
    },
  }
}
