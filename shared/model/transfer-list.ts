type Listed = { readonly id: string }

type Changes<T> = {
  readonly transfers: readonly T[]
  readonly gone?: readonly string[] | undefined
}

/** The list after what was told of it: what is known stays in its place, what is new comes first. */
export const withChanges = <T extends Listed>(
  known: readonly T[],
  { transfers, gone = [] }: Changes<T>,
): readonly T[] => {
  const changed = new Map(transfers.map(transfer => [transfer.id, transfer]))
  const left = new Set(gone)
  const stayed = known.filter(({ id }) => !left.has(id)).map(one => changed.get(one.id) ?? one)
  const before = new Set(known.map(({ id }) => id))
  return [...transfers.filter(({ id }) => !before.has(id)), ...stayed]
}
