import path from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { channels } from '../../electron/desktop/channels.ts'
import { builtFolder } from '../support/electron-double/built-folder.ts'
import { sendToMain } from '../support/electron-double/load-preload.ts'
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
  const pull = { id: 'pull', label: 'Pull…', keys: 'mod+D', isEnabled: true }
  const pane = { id: 'previousPane', label: 'Previous pane', keys: 'shift+F6', isEnabled: false }
  const ask = (input: object) => {
    const { port1, port2 } = new MessageChannel()
    const frames: unknown[] = []
    port1.on('message', frame => frames.push(frame))
    const closed = new Promise(resolve => port1.on('close', resolve))
    sendToMain(channels.open, { method: 'app.menu', input }, [port2])
    return { frames, port: port1, closed }
  }

  it('has entries of the system alone until the page describes its own', () => {
    expect(ofPage()).toEqual([])
    expect(items().map(({ role }) => role)).toContain('togglefullscreen')
  })

  it('shows what the page describes while the call lasts, and leaves the keys to the page', async () => {
    const { frames, port, closed } = ask({ file: [[pull]], view: [], go: [[pane]] })
    await expect.poll(() => ofPage().map(({ label }) => label)).toEqual([pull.label, pane.label])
    expect(ofPage().map(({ accelerator }) => accelerator)).toEqual(['CmdOrCtrl+D', 'Shift+F6'])
    expect(ofPage().map(({ enabled }) => enabled)).toEqual([true, false])
    const [window] = electron.BrowserWindow.all
    ofPage()[0]?.click?.({}, window, { triggeredByAccelerator: true })
    ofPage()[0]?.click?.({}, window, {})
    await expect.poll(() => frames).toEqual([{ type: 'progress', value: { id: 'pull' } }])
    expect(window?.webContents.inputs).toEqual([])
    port.close()
    await closed
    await expect.poll(ofPage).toEqual([])
  })

  it('takes words and keys, and nothing that would do something', async () => {
    const { frames, closed } = ask({ file: [[{ ...pull, role: 'quit' }]], view: [], go: [] })
    await closed
    expect(frames).toEqual([
      { type: 'failed', error: expect.objectContaining({ code: 'invalid-input' }) },
    ])
    expect(ofPage()).toEqual([])
  })
})
