import { createRequire, registerHooks } from 'node:module'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtFolder } from './built-folder.ts'
import type * as Electron from './electron.ts'

const double = path.join(import.meta.dirname, 'electron.ts')
/** Node's own, so that the built files and the test share one double. */
const nativeRequire = createRequire(import.meta.url)

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: pathToFileURL(double).href, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
})

export const electron: typeof Electron = nativeRequire('electron')

export type RunningMain = {
  readonly dataDir: string
  /** Lines printed so far. */
  readonly printed: readonly string[]
  readonly stop: () => Promise<void>
}

/** Starts the built main of the desktop host in this process. Once per process, as it is in life. */
export const runMain = async ({
  args = [],
  isPackaged = false,
}: { args?: readonly string[]; isPackaged?: boolean } = {}): Promise<RunningMain> => {
  const { app } = electron
  const dataDir = mkdtempSync(path.join(tmpdir(), 'chartroom-desktop-'))
  const main = path.join(builtFolder, 'main', 'desktop.js')
  // No sign-in or keychain of whoever runs the tests.
  process.env['HOME'] = process.env['USERPROFILE'] = dataDir
  delete process.env['DBUS_SESSION_BUS_ADDRESS']
  const printed: string[] = []
  const { log, error } = console
  console.log = console.error = (...parts: unknown[]) => void printed.push(parts.join(' '))
  app.isPackaged = isPackaged
  const own = isPackaged ? ['/opt/chartroom'] : ['electron', main]
  process.argv = [...own, '--data-dir', dataDir, ...args]
  nativeRequire(main)
  app.becomeReady()
  await untilStarted()
  return {
    dataDir,
    printed,
    stop: async () => {
      const exited = new Promise(resolve => app.once('exited', resolve))
      if (app.exitCodes.length === 0) {
        process.emit('SIGTERM', 'SIGTERM')
        await exited
      }
      Object.assign(console, { log, error })
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A window is there, or the program has ended. */
const untilStarted = async () => {
  const { app, BrowserWindow } = electron
  if (app.exitCodes.length > 0 || BrowserWindow.all.length > 0) return
  await new Promise<void>(resolve => {
    app.once('web-contents-created', () => setImmediate(resolve))
    app.once('exited', () => resolve())
  })
}

/** The window that main has opened. */
export const mainWindow = () => {
  const [window] = electron.BrowserWindow.all
  if (window === undefined) throw new Error('main has opened no window')
  return window
}

export const uiSession = () => {
  const session = electron.sessions.get('ui')
  if (session === undefined) throw new Error('main has made no session')
  return session
}
