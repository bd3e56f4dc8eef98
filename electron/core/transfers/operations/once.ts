/** The first call counts: whoever ends it may not know that another one did. */
export const once = (act: () => void): (() => void) => {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    act()
  }
}
