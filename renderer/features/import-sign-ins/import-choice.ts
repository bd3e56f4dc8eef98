import type { FoundSignIn } from '../../../shared/ipc/schemas/sign-ins.ts'
import { usualKeep, type Keep } from '../../components/sign-in-form/sign-in-draft.ts'

/** Ids of what is imported, and what becomes of each that was changed from the usual. */
export type ImportChoice = {
  readonly chosen: ReadonlySet<string>
  readonly keep: ReadonlyMap<string, Keep>
}

/** A registry has one sign-in: those of the same host and path exclude each other. */
export const placeOf = ({ host, path }: Pick<FoundSignIn, 'host' | 'path'>): string =>
  `${host}/${path}`

export const isUsable = ({ secretIn }: Pick<FoundSignIn, 'secretIn'>): boolean =>
  secretIn.kind !== 'missing-helper'

export const keepOf = ({ keep }: ImportChoice, found: FoundSignIn): Keep =>
  keep.get(found.id) ?? usualKeep(found)

/** The first of each place, and none that cannot be used or is in the sidebar already. */
const firstOfEach = (
  found: readonly FoundSignIn[],
  isWanted: (found: FoundSignIn) => boolean,
): ReadonlySet<string> => {
  const places = new Set<string>()
  const ids = new Set<string>()
  for (const one of found) {
    if (!isUsable(one) || !isWanted(one) || places.has(placeOf(one))) continue
    places.add(placeOf(one))
    ids.add(one.id)
  }
  return ids
}

export const choiceAtFirst = (found: readonly FoundSignIn[]): ImportChoice => ({
  chosen: firstOfEach(found, ({ shadowedBy, alreadyAdded }) => !shadowedBy && !alreadyAdded),
  keep: new Map(),
})

export const chooseAll = (
  choice: ImportChoice,
  found: readonly FoundSignIn[],
  isAll: boolean,
): ImportChoice => ({ ...choice, chosen: isAll ? firstOfEach(found, () => true) : new Set() })

/** All that can be chosen at once are. */
export const isAllChosen = ({ chosen }: ImportChoice, found: readonly FoundSignIn[]): boolean => {
  const places = new Set(found.filter(isUsable).map(placeOf))
  return places.size > 0 && chosen.size === places.size
}

export const toggle = (
  choice: ImportChoice,
  found: readonly FoundSignIn[],
  one: FoundSignIn,
  isChosen: boolean,
): ImportChoice => {
  const chosen = new Set(choice.chosen)
  for (const other of found) if (placeOf(other) === placeOf(one)) chosen.delete(other.id)
  if (isChosen) chosen.add(one.id)
  return { ...choice, chosen }
}

export const setKeep = (choice: ImportChoice, id: string, keep: Keep): ImportChoice => ({
  ...choice,
  keep: new Map(choice.keep).set(id, keep),
})

/** In how many files each place stands. */
export const filesOfPlaces = (found: readonly FoundSignIn[]): ReadonlyMap<string, number> =>
  new Map(
    [...Map.groupBy(found, placeOf)].map(([place, all]) => [
      place,
      new Set(all.map(({ file }) => file)).size,
    ]),
  )
