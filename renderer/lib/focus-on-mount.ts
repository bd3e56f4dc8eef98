/** A `ref` for what takes the focus when it appears: the safe answer of a question, the end of a way. */
export const focusOnMount = (element: HTMLElement | null): void => element?.focus()
