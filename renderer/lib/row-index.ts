/** Index of the row or option that an event happened in, by its `data-index`; rows have no handlers of their own. */
export const rowIndexOf = (target: EventTarget): number | undefined => {
  const row = target instanceof Element ? target.closest('[data-index]') : null
  return row ? Number(row.getAttribute('data-index')) : undefined
}
