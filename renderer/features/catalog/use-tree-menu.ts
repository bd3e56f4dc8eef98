import { useState } from 'react'
import { menuItem, useActions } from '../../actions/use-actions.ts'
import type { MenuItem } from '../../components/menu.tsx'
import type { TreeRow } from './tree.ts'
import { useRepositoryMenu } from './use-repository-menu.ts'

const pathOf = (row: TreeRow): string => (row.kind === 'namespace' ? row.path : row.registry.path)

const repositoryOf = (row: TreeRow | undefined) =>
  row?.kind === 'repository'
    ? { registry: row.registry, name: row.path, isKept: row.isKept }
    : undefined

/** What can be done with the line whose menu is open: one menu for all lines. */
export const useTreeMenu = (collapseAll: () => void) => {
  const action = useActions()
  const [row, setRow] = useState<TreeRow>()
  const repository = repositoryOf(row)
  const menu = useRepositoryMenu(repository)

  /** What registries and their namespaces have in common. */
  const placeItems = (place: TreeRow): MenuItem[] => {
    const subject = { registry: place.registry, path: pathOf(place) }
    return [
      ...menuItem(action('pushHere', subject)),
      ...menuItem(action('copyReference', subject)),
      ...menuItem(action('refreshRegistry', subject)),
      ...menuItem(action('collapseAll', { collapseAll })),
    ]
  }
  const registryItems = (place: TreeRow): MenuItem[] => {
    const subject = { registry: place.registry, path: pathOf(place) }
    return [
      'separator',
      ...menuItem(action('aboutRegistry', subject)),
      ...menuItem(action('openDoctor', subject)),
      'separator',
      ...menuItem(action('renameRegistry', subject)),
      ...menuItem(action('showLocalPassword', subject)),
      ...menuItem(action('signIn', subject)),
      ...menuItem(action('signInHelm', subject)),
      ...menuItem(action('signOut', subject)),
      'separator',
      ...menuItem(action('removeRegistry', subject)),
    ]
  }
  const itemsOf = (place: TreeRow): MenuItem[] => {
    if (place.kind === 'repository') return menu.items
    if (place.kind === 'registry') return [...placeItems(place), ...registryItems(place)]
    return placeItems(place)
  }
  return {
    items: row ? itemsOf(row) : [],
    /** The menu is about to open on this line. */
    choose: (next: TreeRow | undefined) => {
      setRow(next)
      const asked = repositoryOf(next)
      if (asked) menu.ask(asked)
    },
  }
}
