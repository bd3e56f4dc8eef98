import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCall } from '../../shared/ipc/client.ts'
import { loadPreload } from '../support/electron-double/load-preload.ts'
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

/** Takes the dialog that is shown, if one is. */
const takeDialog = () => electron.dialogs.shift()
const answered = () => new Promise(resolve => setImmediate(resolve))

describe('a page that is gone', () => {
  it.each(['crashed', 'oom', 'killed', 'integrity-failure'])(
    '(%s) is offered again, and the core has gone on',
    async reason => {
      const { webContents } = mainWindow()
      const before = webContents.reloads
      webContents.emit('render-process-gone', {}, { reason, exitCode: 1 })
      const dialog = takeDialog()
      expect(dialog?.options['buttons']).toEqual(['Reload', 'Quit'])
      dialog?.answer({ response: 0 })
      await answered()
      expect(webContents.reloads).toBe(before + 1)
      expect(electron.app.exitCodes).toEqual([])
      const call = createCall(loadPreload().bridge.open)
      expect(await call('app.info', {})).toMatchObject({ host: 'desktop' })
    },
  )

  it('(clean exit) is nobody’s concern', () => {
    mainWindow().webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 })
    expect(takeDialog()).toBeUndefined()
  })

  it('is asked about once, however often it says so', async () => {
    const { webContents } = mainWindow()
    webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
    webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
    expect(electron.dialogs).toHaveLength(1)
    takeDialog()?.answer({ response: 0 })
    await answered()
  })
})

describe('a page that does not answer', () => {
  it('is waited for', async () => {
    const window = mainWindow()
    const before = window.webContents.reloads
    window.emit('unresponsive')
    takeDialog()?.answer({ response: 0 })
    await answered()
    expect([window.webContents.crashes, window.webContents.reloads]).toEqual([0, before])
  })

  it('is ended and loaded again when the user wants it', async () => {
    const window = mainWindow()
    const before = window.webContents.reloads
    window.emit('unresponsive')
    const dialog = takeDialog()
    expect(dialog?.options['buttons']).toEqual(['Wait', 'Reload'])
    dialog?.answer({ response: 1 })
    await answered()
    expect([window.webContents.crashes, window.webContents.reloads]).toEqual([1, before + 1])
    // The page that was ended on purpose is not offered again.
    await answered()
    expect(takeDialog()).toBeUndefined()
  })
})

it('the end of another process is logged and shown to nobody', () => {
  electron.app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 1 })
  expect(electron.dialogs).toEqual([])
})
