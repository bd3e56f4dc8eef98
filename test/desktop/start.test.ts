import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtFolder } from '../support/electron-double/built-folder.ts'
import {
  electron,
  mainWindow,
  runMain,
  type RunningMain,
} from '../support/electron-double/run-main.ts'

let main: RunningMain
beforeAll(async () => {
  main = await runMain()
})
afterAll(() => main.stop())

describe('before anything is shown', () => {
  it('the sandbox is on, the scheme is known and the lock is taken, in this order', () => {
    const { calls } = electron
    expect(calls.slice(0, calls.indexOf('ready'))).toEqual([
      'app.enableSandbox',
      'protocol.registerSchemesAsPrivileged',
      'app.requestSingleInstanceLock',
    ])
    expect(calls.indexOf('session.permissionRequest')).toBeLessThan(calls.indexOf('BrowserWindow'))
    expect(calls.filter(name => name === 'BrowserWindow')).toHaveLength(1)
  })

  it('the scheme bypasses nothing', () =>
    expect(electron.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]))

  it("Chromium's files lie with the program's data", () =>
    expect(electron.app.paths.get('userData')).toBe(path.join(main.dataDir, 'window')))

  it('the window session is in memory and starts empty', () => {
    expect([...electron.sessions.keys()]).toEqual(['ui'])
    expect(electron.sessions.get('ui')).toMatchObject({ cleared: 1, spellChecker: false })
  })
})

it('the window has exactly these web preferences', () => {
  expect(mainWindow().options['webPreferences']).toEqual({
    preload: path.join(builtFolder, 'preload', 'index.cjs'),
    partition: 'ui',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    plugins: false,
    spellcheck: false,
    safeDialogs: true,
    devTools: true,
  })
  expect(mainWindow().webContents.mainFrame.url).toBe('app://ui/index.html')
})

it('where the local registry listens is printed', () =>
  expect(main.printed).toContainEqual(
    expect.stringMatching(/^Local registry is ready at 127\.0\.0\.1:\d+$/),
  ))

describe('the menu', () => {
  const items = () => electron.menu.template.flatMap(({ submenu }) => submenu ?? [])
  const ofPage = () => items().filter(({ registerAccelerator }) => registerAccelerator === false)

  it('shows the keys of the page and leaves them to it', () => {
    const source = readFileSync('renderer/lib/shortcuts.ts', 'utf8')
    const keys = [...source.matchAll(/desktop: '([^']+)'/g)].map(([, text]) => normalise(text))
    expect(ofPage().length).toBeGreaterThan(8)
    for (const { accelerator } of ofPage()) expect(keys).toContain(normalise(accelerator))
  })

  it('presses the key of an entry that is clicked, and of that alone', () => {
    const [window] = electron.BrowserWindow.all
    const refresh = ofPage().find(({ accelerator }) => accelerator === 'CmdOrCtrl+R')
    refresh?.click?.({}, window, { triggeredByAccelerator: true })
    expect(window?.webContents.inputs).toEqual([])
    refresh?.click?.({}, window, {})
    const modifiers = [process.platform === 'darwin' ? 'meta' : 'control']
    expect(window?.webContents.inputs).toEqual([
      { type: 'keyDown', keyCode: 'R', modifiers },
      { type: 'keyUp', keyCode: 'R', modifiers },
    ])
  })
})

const normalise = (keys = '') =>
  keys
    .toLowerCase()
    .replace('cmdorctrl', 'mod')
    .replaceAll('\\\\', '\\')
    .split('+')
    .toSorted()
    .join('+')
