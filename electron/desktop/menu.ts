import {
  BrowserWindow,
  Menu,
  type BaseWindow,
  type MenuItemConstructorOptions,
  type WebContents,
} from 'electron'
import { words } from './words.ts'

type Item = MenuItemConstructorOptions
const text = words.menu

/** Keys belong to the page: an entry that is clicked presses its key there. */
const pageItem = (label: string, accelerator: string): Item => ({
  label,
  accelerator,
  registerAccelerator: false,
  click: (_item, window, { triggeredByAccelerator }) => {
    const contents = contentsOf(window)
    if (contents && triggeredByAccelerator !== true) pressKey(contents, accelerator)
  },
})

const contentsOf = (window: BaseWindow | undefined): WebContents | undefined =>
  window instanceof BrowserWindow ? window.webContents : undefined

const modifiers = {
  CmdOrCtrl: process.platform === 'darwin' ? 'meta' : 'control',
  Alt: 'alt',
  Shift: 'shift',
} as const

const isModifier = (name: string): name is keyof typeof modifiers => Object.hasOwn(modifiers, name)

const pressKey = (contents: WebContents, accelerator: string) => {
  const parts = accelerator.split('+')
  const key = {
    keyCode: parts.at(-1) ?? '',
    modifiers: parts.filter(isModifier).map(name => modifiers[name]),
  }
  contents.sendInputEvent({ type: 'keyDown', ...key })
  contents.sendInputEvent({ type: 'keyUp', ...key })
}

const separator: Item = { type: 'separator' }

const fileMenu = (platform: NodeJS.Platform): Item => ({
  label: text.file,
  submenu: [
    pageItem(text.addRegistry, 'CmdOrCtrl+N'),
    pageItem(text.importSignIns, 'CmdOrCtrl+I'),
    separator,
    pageItem(text.pushChart, 'CmdOrCtrl+U'),
    pageItem(text.pull, 'CmdOrCtrl+D'),
    separator,
    { role: platform === 'darwin' ? 'close' : 'quit' },
  ],
})

const viewMenu = (isPackaged: boolean): Item => ({
  label: text.view,
  submenu: [
    pageItem(text.refresh, 'CmdOrCtrl+R'),
    pageItem(text.filterRepositories, 'CmdOrCtrl+P'),
    pageItem(text.filterList, 'CmdOrCtrl+F'),
    separator,
    pageItem(text.toggleSidebar, 'CmdOrCtrl+\\'),
    pageItem(text.toggleInspector, 'CmdOrCtrl+Alt+I'),
    separator,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
    // Without its usual key, which is the inspector's here.
    ...(isPackaged ? [] : [{ role: 'toggleDevTools', accelerator: 'F12' } satisfies Item]),
  ],
})

const goMenu: Item = {
  label: text.go,
  submenu: [
    pageItem(text.back, 'CmdOrCtrl+['),
    pageItem(text.forward, 'CmdOrCtrl+]'),
    separator,
    pageItem(text.nextPane, 'F6'),
    pageItem(text.previousPane, 'Shift+F6'),
  ],
}

export const installMenu = (platform: NodeJS.Platform, isPackaged: boolean): void =>
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(platform === 'darwin' ? [{ role: 'appMenu' } satisfies Item] : []),
      fileMenu(platform),
      { role: 'editMenu', label: text.edit },
      viewMenu(isPackaged),
      goMenu,
      { role: 'windowMenu', label: text.window },
    ]),
  )
