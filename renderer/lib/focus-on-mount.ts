/**
 * A `ref` for what takes the focus when it appears: the safe answer of a question, the end of a way. Its ring shows
 * after a click too, since nobody moved the focus there: Return does what is ringed.
 */
export const focusOnMount = (element: HTMLElement | null): void =>
  element?.focus({ focusVisible: true })

/** A `ref` for what stands where something was that may have had the focus: it takes it where nothing has it. */
export const focusIfLost = (element: HTMLElement | null): void => {
  const { activeElement, body } = document
  if (activeElement === null || activeElement === body) element?.focus()
}
