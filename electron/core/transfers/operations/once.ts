/** Only the first call acts, because the one who ends something may not know that another already did. */
export const once = (act: () => void): (() => void) => {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    act()
  }
}
