export const shortcutGroups = ['go', 'chart', 'registries', 'window'] as const

export type Keys = {
  readonly desktop: string
  readonly web?: string
  /** Where it stands among the keys that `?` shows. */
  readonly group: (typeof shortcutGroups)[number]
}

/**
 * Every key of the app. `mod` is ⌘ on macOS and Ctrl elsewhere. `web` stands in where the browser keeps the
 * key for itself (new window, print, reload, its tabs, its developer tools).
 */
export const shortcuts = {
  filterRepositories: { desktop: 'mod+P', web: 'alt+P', group: 'go' },
  filterList: { desktop: 'mod+F', group: 'go' },
  back: { desktop: 'mod+[', web: 'alt+←', group: 'go' },
  forward: { desktop: 'mod+]', web: 'alt+→', group: 'go' },
  nextPane: { desktop: 'F6', group: 'go' },
  previousPane: { desktop: 'shift+F6', group: 'go' },
  copyDigestReference: { desktop: 'mod+C', group: 'chart' },
  copyInstallCommand: { desktop: 'shift+mod+C', web: 'shift+alt+C', group: 'chart' },
  pull: { desktop: 'mod+D', web: 'alt+D', group: 'chart' },
  tab1: { desktop: 'mod+1', web: 'alt+1', group: 'chart' },
  tab2: { desktop: 'mod+2', web: 'alt+2', group: 'chart' },
  tab3: { desktop: 'mod+3', web: 'alt+3', group: 'chart' },
  tab4: { desktop: 'mod+4', web: 'alt+4', group: 'chart' },
  tab5: { desktop: 'mod+5', web: 'alt+5', group: 'chart' },
  addRegistry: { desktop: 'mod+N', web: 'alt+N', group: 'registries' },
  importSignIns: { desktop: 'mod+I', web: 'alt+I', group: 'registries' },
  pushChart: { desktop: 'mod+U', web: 'alt+U', group: 'registries' },
  refresh: { desktop: 'mod+R', web: 'alt+R', group: 'registries' },
  toggleSidebar: { desktop: 'mod+\\', group: 'window' },
  toggleInspector: { desktop: 'mod+alt+I', web: 'shift+alt+I', group: 'window' },
  showShortcuts: { desktop: '?', group: 'window' },
} as const satisfies Record<string, Keys>

export type ShortcutName = keyof typeof shortcuts

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
