const focusable = [
  '[data-pane-focus]',
  'a[href]',
  'button:not([tabindex="-1"])',
  'input',
  'textarea',
  '[tabindex="0"]:not([role="separator"])',
]

const entryOf = (pane: Element): HTMLElement | undefined => {
  for (const selector of focusable) {
    const element = pane.querySelector(selector)
    if (element instanceof HTMLElement) return element
  }
  return undefined
}

/** F6: to the next pane that can take the focus, round and round. */
export const movePaneFocus = (step: 1 | -1) => {
  const panes = [...document.querySelectorAll('[data-pane]')].flatMap(pane => {
    const entry = entryOf(pane)
    return entry ? [{ pane, entry }] : []
  })
  const at = panes.findIndex(({ pane }) => pane.contains(document.activeElement))
  const next = at === -1 ? 0 : (at + step + panes.length) % panes.length
  panes[next]?.entry.focus()
}

/** Into a pane by its name, once it is drawn. */
export const focusPane = (name: 'sidebar' | 'centre' | 'inspector') => {
  requestAnimationFrame(() => {
    const pane = document.querySelector(`[data-pane="${name}"]`)
    if (pane) entryOf(pane)?.focus()
  })
}
