import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { NativeMenu, NativeMenuEntry } from '../../shared/ipc/schemas/app.ts'
import { words } from './words.ts'

type Item = MenuItemConstructorOptions
type Chosen = (id: string) => void

const text = words.menu
const separator: Item = { type: 'separator' }
const nothing: NativeMenu = { file: [], view: [], go: [] }

const modifiers: Readonly<Record<string, string>> = { mod: 'CmdOrCtrl', alt: 'Alt', shift: 'Shift' }

const acceleratorOf = (keys: string): string =>
  keys
    .split('+')
    .map(key => modifiers[key] ?? key)
    .join('+')

/** Keys belong to the page: an entry only shows them, and tells the page when it is chosen. */
const pageItem = ({ id, label, keys, isEnabled }: NativeMenuEntry, onChosen: Chosen): Item => ({
  id,
  label,
  enabled: isEnabled,
  ...(keys !== undefined && { accelerator: acceleratorOf(keys) }),
  registerAccelerator: false,
  click: (_item, _window, { triggeredByAccelerator }) => {
    if (triggeredByAccelerator !== true) onChosen(id)
  },
})

/** A line before each group of the system's entries, and between those of the page. */
const submenu = (groups: NativeMenu['file'], onChosen: Chosen, ...system: Item[][]): Item[] =>
  [...groups.map(group => group.map(entry => pageItem(entry, onChosen))), ...system]
    .filter(group => group.length > 0)
    .flatMap((group, at) => (at === 0 ? group : [separator, ...group]))

const install = (menu: NativeMenu, onChosen: Chosen): void => {
  const isMac = process.platform === 'darwin'
  // Without its usual key, which is the inspector's here.
  const tools: Item[] = app.isPackaged ? [] : [{ role: 'toggleDevTools', accelerator: 'F12' }]
  const zoom: Item[] = [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' } satisfies Item] : []),
      {
        label: text.file,
        submenu: submenu(menu.file, onChosen, [{ role: isMac ? 'close' : 'quit' }]),
      },
      { role: 'editMenu', label: text.edit },
      {
        label: text.view,
        submenu: submenu(menu.view, onChosen, zoom, [{ role: 'togglefullscreen' }, ...tools]),
      },
      ...(menu.go.length > 0 ? [{ label: text.go, submenu: submenu(menu.go, onChosen) }] : []),
      { role: 'windowMenu', label: text.window },
    ]),
  )
}

let shown = nothing

/** The menu before a page has one of its own. */
export const installMenu = (): void => install(nothing, () => undefined)

/** What the page has for the menu bar, until the returned function is called or another page has one. */
export const showMenu = (menu: NativeMenu, onChosen: Chosen): (() => void) => {
  shown = menu
  install(menu, onChosen)
  return () => {
    if (shown !== menu) return
    shown = nothing
    installMenu()
  }
}
