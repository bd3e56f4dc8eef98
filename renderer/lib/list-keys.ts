/** What keys do in lists and trees, as `KeyboardEvent.key` names them. */
export const listKeys = {
  down: ['ArrowDown', 'j'],
  up: ['ArrowUp', 'k'],
  unfold: ['ArrowRight', 'l'],
  fold: ['ArrowLeft', 'h'],
  first: ['Home'],
  last: ['End'],
  open: ['Enter'],
} as const satisfies Record<string, readonly string[]>

export type ListAct = keyof typeof listKeys

// The keys of this object are its acts.
export const listActs = Object.keys(listKeys) as ListAct[]

const actOf: ReadonlyMap<string, ListAct> = new Map(
  listActs.flatMap(act => listKeys[act].map(key => [key, act] as const)),
)

/** What a key does in a list or tree. */
export const listActOf = (key: string): ListAct | undefined => actOf.get(key)

/** Where a key leads in a list whose current line is `at`; undefined for keys that do not move. */
export const listStep = (key: string, at: number, last: number): number | undefined => {
  const to: { [act in ListAct]?: number } = { down: at + 1, up: at - 1, first: 0, last }
  const act = listActOf(key)
  const next = act && to[act]
  return next === undefined ? undefined : Math.min(last, Math.max(0, next))
}
