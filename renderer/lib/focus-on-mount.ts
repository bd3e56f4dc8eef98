/**
 * A `ref` for what takes the focus when it appears: the safe answer of a question, the end of a way. Its ring shows
 * after a click too, since nobody moved the focus there: Return does what is ringed.
 */
export const focusOnMount = (element: HTMLElement | null): void =>
  element?.focus({ focusVisible: true })
