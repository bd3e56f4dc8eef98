import { app, dialog, type BrowserWindow } from 'electron'
import type { Logger } from '../core/ports.ts'
import { words } from './words.ts'

const text = words.crash

/** Transfers belong to the core and go on without the window, so all it needs after a crash is a new page. */
export const offerReload = (window: BrowserWindow, logger: Logger): void => {
  let isAsking = false
  /** The user chose to end this page, so its end is not reported. */
  let isEnded = false
  const ask = async (message: string, buttons: readonly string[]): Promise<string | undefined> => {
    if (isAsking || window.isDestroyed()) return undefined
    isAsking = true
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message,
      detail: text.detail,
      buttons: [...buttons],
      defaultId: 0,
      cancelId: 1,
    })
    isAsking = false
    return window.isDestroyed() ? undefined : buttons[response]
  }

  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    logger.log('error', 'page-gone', { reason, exitCode })
    if (reason === 'clean-exit' || isEnded) return void (isEnded = false)
    void ask(text.gone, [text.reload, text.quit]).then(answer => {
      if (answer === text.reload) window.webContents.reload()
      if (answer === text.quit) app.quit()
    })
  })
  window.on('unresponsive', () => {
    logger.log('warn', 'page-unresponsive')
    void ask(text.unresponsive, [text.wait, text.reload]).then(answer => {
      if (answer !== text.reload) return
      isEnded = true
      window.webContents.forcefullyCrashRenderer()
      window.webContents.reload()
    })
  })
}

export const logChildProcesses = (logger: Logger): void => {
  app.on('child-process-gone', (_event, { type, reason, exitCode }) =>
    logger.log('warn', 'child-process-gone', { type, reason, exitCode }),
  )
}
