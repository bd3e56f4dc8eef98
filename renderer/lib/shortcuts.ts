export type Keys = { readonly desktop: string; readonly web?: string }

/**
 * Every key of the app. `mod` is ⌘ on macOS and Ctrl elsewhere. `web` stands in where the browser keeps the
 * key for itself (new window, print, reload, its tabs, its developer tools).
 */
export const shortcuts = {
  addRegistry: { desktop: 'mod+N', web: 'alt+N' },
  importSignIns: { desktop: 'mod+I', web: 'alt+I' },
  filterRepositories: { desktop: 'mod+P', web: 'alt+P' },
  filterList: { desktop: 'mod+F' },
  refresh: { desktop: 'mod+R', web: 'alt+R' },
  toggleSidebar: { desktop: 'mod+\\' },
  toggleInspector: { desktop: 'mod+alt+I', web: 'shift+alt+I' },
  back: { desktop: 'mod+[', web: 'alt+←' },
  forward: { desktop: 'mod+]', web: 'alt+→' },
  nextPane: { desktop: 'F6' },
  previousPane: { desktop: 'shift+F6' },
  copyDigestReference: { desktop: 'mod+C' },
  copyInstallCommand: { desktop: 'shift+mod+C', web: 'shift+alt+C' },
  pull: { desktop: 'mod+D', web: 'alt+D' },
  pushChart: { desktop: 'mod+U', web: 'alt+U' },
  tab1: { desktop: 'mod+1', web: 'alt+1' },
  tab2: { desktop: 'mod+2', web: 'alt+2' },
  tab3: { desktop: 'mod+3', web: 'alt+3' },
  tab4: { desktop: 'mod+4', web: 'alt+4' },
  tab5: { desktop: 'mod+5', web: 'alt+5' },
} as const satisfies Record<string, Keys>

export type ShortcutName = keyof typeof shortcuts
