// Stands in for the module `electron` in a test's process: it does what main needs of it, keeps every call in
// order, and lets the test play the user, the system and the page.
import { fork, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import path from 'node:path'

/** Every call that changes something, in order: `app.enableSandbox`, `BrowserWindow`, … */
export const calls: string[] = []

const call = (name: string) => void calls.push(name)

class App extends EventEmitter {
  isPackaged = false
  grantsLock = true
  readonly paths = new Map<string, string>([['downloads', '/nowhere/downloads']])
  readonly exitCodes: number[] = []
  #ready = Promise.withResolvers<void>()

  enableSandbox() {
    call('app.enableSandbox')
  }
  setPath(name: string, value: string) {
    this.paths.set(name, value)
  }
  getPath(name: string) {
    return this.paths.get(name) ?? ''
  }
  getVersion() {
    return '0.0.0-test'
  }
  requestSingleInstanceLock() {
    call('app.requestSingleInstanceLock')
    return this.grantsLock
  }
  whenReady() {
    return this.#ready.promise
  }
  /** The system says that the program may begin. */
  becomeReady() {
    call('ready')
    this.#ready.resolve()
  }
  quit() {
    call('app.quit')
    const event = createEvent()
    this.emit('before-quit', event)
    if (!event.defaultPrevented) this.exit(0)
  }
  exit(code: number) {
    this.exitCodes.push(code)
    this.emit('exited', code)
  }
}
export const app = new App()

export const createEvent = <T extends object>(fields?: T) => {
  const event = {
    ...fields,
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true
    },
  }
  return event as T & { defaultPrevented: boolean; preventDefault(): void }
}

type Handler = (...args: never[]) => unknown

export class Session extends EventEmitter {
  readonly handlers = new Map<string, Handler | null>()
  readonly protocols = new Map<string, (request: Request) => Promise<Response>>()
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
      this.protocols.set(scheme, handler),
  }
  readonly webRequest = { onBeforeRequest: this.#keep('onBeforeRequest') }
  readonly setPermissionRequestHandler = this.#keep('permissionRequest')
  readonly setPermissionCheckHandler = this.#keep('permissionCheck')
  readonly setDevicePermissionHandler = this.#keep('devicePermission')
  readonly setDisplayMediaRequestHandler = this.#keep('displayMedia')
  readonly setBluetoothPairingHandler = this.#keep('bluetoothPairing')
  spellChecker = true
  /** The proxy settings of the system, as a PAC answer. */
  proxy = 'DIRECT'
  cleared = 0

  #keep(name: string) {
    return (handler: Handler | null) => {
      call(`session.${name}${handler === null ? ':null' : ''}`)
      this.handlers.set(name, handler)
    }
  }
  setSpellCheckerEnabled(enabled: boolean) {
    this.spellChecker = enabled
  }
  resolveProxy(url: string) {
    call(`session.resolveProxy ${url}`)
    return Promise.resolve(this.proxy)
  }
  clearStorageData() {
    this.cleared += 1
    return Promise.resolve()
  }
}

export const sessions = new Map<string, Session>()
export const session = {
  fromPartition: (name: string) => {
    const found = sessions.get(name) ?? new Session()
    sessions.set(name, found)
    return found
  },
}

export type Frame = { url: string; parent: Frame | null }

let nextId = 1

export class WebContents extends EventEmitter {
  readonly id = nextId++
  readonly inputs: { type: string; keyCode: string; modifiers: string[] }[] = []
  readonly mainFrame: Frame = { url: 'about:blank', parent: null }
  windowOpenHandler: ((details: { url: string }) => { action: string }) | undefined
  reloads = 0
  crashes = 0

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.windowOpenHandler = handler
  }
  sendInputEvent(event: { type: string; keyCode: string; modifiers: string[] }) {
    this.inputs.push(event)
  }
  reload() {
    this.reloads += 1
  }
  forcefullyCrashRenderer() {
    this.crashes += 1
    // As its documentation says: the end is told like any other.
    setImmediate(() => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = []
  readonly webContents = new WebContents()
  readonly options: Record<string, unknown>
  isFocused = 0
  minimized = false
  destroyed = false

  constructor(options: Record<string, unknown>) {
    super()
    call('BrowserWindow')
    this.options = options
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', createEvent(), this.webContents)
  }
  loadURL(url: string) {
    this.webContents.mainFrame.url = url
    return Promise.resolve()
  }
  setBackgroundColor() {}
  setTitleBarOverlay() {}
  show() {}
  focus() {
    this.isFocused += 1
  }
  restore() {
    this.minimized = false
  }
  isMinimized() {
    return this.minimized
  }
  isDestroyed() {
    return this.destroyed
  }
  /** The user closes it. */
  close() {
    this.destroyed = true
    BrowserWindow.all.splice(BrowserWindow.all.indexOf(this), 1)
    this.emit('closed')
    if (BrowserWindow.all.length === 0) app.emit('window-all-closed')
  }
}

class IpcMain extends EventEmitter {
  readonly invoked = new Map<string, (event: object, ...args: unknown[]) => unknown>()
  handle(channel: string, handler: (event: object, ...args: unknown[]) => unknown) {
    this.invoked.set(channel, handler)
  }
}
export const ipcMain = new IpcMain()

/** Dialogs wait for the test to answer them. */
export type ShownDialog = {
  readonly kind: string
  readonly options: Record<string, unknown>
  answer(value: object): void
}
export const dialogs: ShownDialog[] = []
const show =
  (kind: string) =>
  (...args: object[]) =>
    new Promise<object>(resolve => {
      const options = { ...args.at(-1) }
      dialogs.push({ kind, options, answer: resolve })
      app.emit('dialog')
    })
export const dialog = {
  showMessageBox: show('message'),
  showOpenDialog: show('open'),
  showSaveDialog: show('save'),
  showErrorBox: (title: string, content: string) =>
    void dialogs.push({ kind: 'error', options: { title, content }, answer: () => {} }),
}

export const opened: string[] = []
export const shell = {
  openExternal: (url: string) => {
    opened.push(url)
    return Promise.resolve()
  },
  showItemInFolder: (file: string) => void opened.push(file),
}

export const schemes: object[] = []
export const protocol = {
  registerSchemesAsPrivileged: (list: object[]) => {
    call('protocol.registerSchemesAsPrivileged')
    schemes.push(...list)
  },
}

type MenuItem = {
  id?: string
  label?: string
  role?: string
  enabled?: boolean
  accelerator?: string
  registerAccelerator?: boolean
  submenu?: MenuItem[]
  click?: (item: object, window: BrowserWindow | undefined, event: object) => void
}
export const menu: { template: MenuItem[] } = { template: [] }
export const Menu = {
  buildFromTemplate: (template: MenuItem[]) => template,
  setApplicationMenu: (template: MenuItem[]) => {
    menu.template = template
  },
}

export const nativeTheme = Object.assign(new EventEmitter(), {
  shouldUseDarkColors: false,
  themeSource: 'system',
})
export const powerMonitor = new EventEmitter()

class UtilityProcess extends EventEmitter {
  readonly child: ChildProcess
  constructor(entry: string, args: readonly string[], options: { env?: NodeJS.ProcessEnv }) {
    super()
    const shim = path.join(import.meta.dirname, 'parent-port.ts')
    this.child = fork(entry, [...args], {
      ...(options.env && { env: options.env }),
      execArgv: ['--import', shim],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.child.on('message', message => this.emit('message', message))
    this.child.once('exit', code => this.emit('exit', code))
  }
  postMessage(message: unknown) {
    this.child.send(message as object)
  }
  kill() {
    return this.child.kill('SIGTERM')
  }
}
export const utilityProcess = {
  fork: (entry: string, args: readonly string[] = [], options: { env?: NodeJS.ProcessEnv } = {}) =>
    new UtilityProcess(entry, args, options),
}
