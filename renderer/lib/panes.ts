const listOfPane = '[data-pane-focus]'
const focusable = [
  listOfPane,
  'a[href]',
  'button:not([tabindex="-1"])',
  'input',
  'textarea',
  '[tabindex="0"]:not([role="separator"])',
]

export type PaneName = 'sidebar' | 'centre' | 'inspector'

type Find = (pane: Element) => HTMLElement | undefined

const find = (pane: Element, selector: string): HTMLElement | undefined => {
  const element = pane.querySelector(selector)
  return element instanceof HTMLElement ? element : undefined
}

const entryOf: Find = pane => {
  for (const selector of focusable) {
    const element = find(pane, selector)
    if (element) return element
  }
  return undefined
}

const listOf: Find = pane => find(pane, listOfPane)

const paneOf = (name: PaneName): HTMLElement | undefined =>
  find(document.documentElement, `[data-pane="${name}"]`)

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

/** A pane that has the focus itself, until what it is for is drawn. */
let held: { pane: HTMLElement; findEntry: Find } | undefined

const enter = (pane: HTMLElement, findEntry: Find) => {
  const entry = findEntry(pane)
  held = entry ? undefined : { pane, findEntry }
  ;(entry ?? pane).focus()
}

/** Into a pane by its name, once it is drawn. */
export const focusPane = (name: PaneName) => {
  requestAnimationFrame(() => {
    const pane = paneOf(name)
    if (pane) enter(pane, entryOf)
  })
}

/** Into the filter of the sidebar at once: what is typed next is meant for it. */
export const focusSidebarFilter = () => {
  const field = paneOf('sidebar')?.querySelector('[data-filter]')
  if (!(field instanceof HTMLInputElement)) return focusPane('sidebar')
  field.focus()
  field.select()
}

/** At once, for what goes to another place: the pane keeps the focus until its list is there. */
export const enterPane = (name: PaneName) => {
  const pane = paneOf(name)
  if (!pane) return
  held = { pane, findEntry: listOf }
  pane.focus()
}

/** Dialog and pane of what had the focus last: where it goes when that is gone. */
let homes: readonly Element[] = []

const rememberHomes = ({ target }: FocusEvent) => {
  if (!(target instanceof Element)) return
  homes = ['[role="dialog"], [role="alertdialog"]', '[data-pane]'].flatMap(
    selector => target.closest(selector) ?? [],
  )
}

const keep = () => {
  // Tab went on to the browser's own bar: the keyboard has a place there.
  if (!document.hasFocus()) return
  const { activeElement, body } = document
  if (held && activeElement === held.pane) {
    const entry = held.findEntry(held.pane)
    if (!entry) return
    held = undefined
    return entry.focus()
  }
  if (activeElement !== null && activeElement !== body) return
  const home = homes.find(element => element.isConnected) ?? paneOf('centre')
  if (home instanceof HTMLElement) enter(home, listOf)
}

/**
 * The keyboard always has a place: where what had the focus goes, the pane around it takes it, or the centre; and
 * from there its list as soon as there is one. Returns the end of the watch.
 */
export const keepFocus = (): (() => void) => {
  // Between two elements the focus is on neither: what changes just then, a tooltip that goes, has not lost it.
  let isOnItsWay = false
  const arrive = () => {
    isOnItsWay = false
  }
  const watch = new MutationObserver(() => {
    if (!isOnItsWay) keep()
  })
  watch.observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['disabled', 'hidden', 'inert'],
  })
  // What is hidden by its style goes with no mutation.
  const onFocusOut = ({ relatedTarget }: FocusEvent) => {
    isOnItsWay = relatedTarget !== null
    requestAnimationFrame(() => {
      arrive()
      keep()
    })
  }
  window.addEventListener('focus', keep)
  document.addEventListener('focusin', arrive)
  document.addEventListener('focusin', rememberHomes)
  // Before anybody else hears of it, and changes something.
  document.addEventListener('focusout', onFocusOut, { capture: true })
  keep()
  return () => {
    watch.disconnect()
    window.removeEventListener('focus', keep)
    document.removeEventListener('focusin', arrive)
    document.removeEventListener('focusin', rememberHomes)
    document.removeEventListener('focusout', onFocusOut, { capture: true })
  }
}
