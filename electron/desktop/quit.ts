import { app, dialog, powerMonitor } from 'electron'
import type { App } from '../core/app.ts'
import { within } from '../core/async/within.ts'
import type { Clock, Logger } from '../core/ports.ts'
import { fill, words } from './words.ts'

const closeMs = 5000

export type QuitOptions = {
  readonly core: Pick<App, 'close'>
  /** Transfers that run now. */
  readonly countRunning: () => Promise<number>
  /** The user wants to go on: the last window may be closed by now. */
  readonly stayed: () => void
  /** Called last, when everything is closed. */
  readonly released: () => void
  readonly logger: Logger
  readonly clock: Clock
}

/**
 * Ends the program once: asks when transfers run, closes the core within 5 s, then exits.
 * Signals and the system's own shutdown are not asked about.
 */
export const handleQuit = (options: QuitOptions): void => {
  const { core, countRunning, stayed, released, logger, clock } = options
  let state: 'open' | 'asking' | 'closing' = 'open'

  const isClosing = () => state === 'closing'

  const close = async () => {
    if (isClosing()) return
    state = 'closing'
    await within({ clock, ms: closeMs }, core.close(), () => undefined).catch((error: unknown) =>
      logger.log('error', 'close-failed', { error }),
    )
    released()
    app.exit(0)
  }

  const askAndClose = async () => {
    state = 'asking'
    const count = await countRunning()
    const agreed = count === 0 || (await confirmQuit(count))
    // A signal may have come meanwhile.
    if (isClosing()) return
    state = 'open'
    if (agreed) await close()
    else stayed()
  }

  app.on('before-quit', event => {
    event.preventDefault()
    if (state === 'open') void askAndClose()
  })
  // The shutdown is held up for as long as closing takes. The types of Electron leave the event out.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault()
    void close()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void close())
}

const confirmQuit = async (count: number): Promise<boolean> => {
  const text = words.quit
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: count === 1 ? text.one : fill(text.many, { count }),
    detail: text.detail,
    buttons: [text.cancel, text.quit],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 1
}
