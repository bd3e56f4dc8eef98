/** Where a key leads in a list whose current line is `at`; undefined for keys that do not move. */
export const listStep = (key: string, at: number, last: number): number | undefined => {
  const to: Record<string, number> = {
    ArrowDown: at + 1,
    j: at + 1,
    ArrowUp: at - 1,
    k: at - 1,
    Home: 0,
    End: last,
  }
  const next = to[key]
  return next === undefined ? undefined : Math.min(last, Math.max(0, next))
}
