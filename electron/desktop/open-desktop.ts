import path from 'node:path'
import { app, session, type BrowserWindow } from 'electron'
import { createFileLogger } from '../adapters/file-logger.ts'
import { claimInstance } from '../adapters/instance-lock.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { openUi } from './app-protocol.ts'
import { logChildProcesses, offerReload } from './crash.ts'
import { createDesktop } from './desktop-port.ts'
import { serveIpc } from './ipc-host.ts'
import { readLaunch } from './launch.ts'
import { installMenu } from './menu.ts'
import { confine } from './navigation.ts'
import { openCore } from './open-core.ts'
import { denyPermissions } from './permissions.ts'
import { handleQuit } from './quit.ts'
import { filterRequests } from './request-filter.ts'
import { countRunningTransfers } from './running-transfers.ts'
import { createWindow, focusWindow } from './window.ts'
import { words } from './words.ts'

export type DesktopOptions = {
  readonly dataDir: string
  /** Holds main/, preload/, renderer/ and the list of the renderer's files. */
  readonly builtFolder: string
  /** What the command line names, to begin with. */
  readonly reference?: string | undefined
}

/** Opens the program in its window. The app is ready, and this is the one process of its kind on the data. */
export const openDesktop = async ({
  dataDir,
  builtFolder,
  reference,
}: DesktopOptions): Promise<void> => {
  const instance = await claimInstance(dataDir)
  if (instance.role === 'second') {
    const { host } = instance.answer
    throw new Error(host === 'web' ? words.start.secondWeb : words.start.second)
  }
  const logger = createFileLogger(path.join(dataDir, 'logs'), systemClock)
  const windows = createWindows(builtFolder, logger)
  guard(logger)
  await prepareSession(builtFolder)

  const desktop = createDesktop(windows.current, systemClock)
  const core = await openCore({ dataDir, builtFolder, desktop, logger })
  logger.log('info', 'local-registry', { address: core.localRegistry.address })
  console.log(`Local registry is ready at ${core.localRegistry.address}`)

  serveIpc({ app: core, windows: windows.ids, logger })
  handleQuit({
    clock: systemClock,
    core,
    countRunning: () => countRunningTransfers(core.dispatch),
    stayed: windows.open,
    released: instance.release,
    logger,
  })
  installMenu()
  if (reference !== undefined) core.openReference(reference)
  windows.open()

  instance.onSecond(() => {
    windows.open()
    return { host: 'desktop' }
  })
  // Whatever its arguments say, a second start shows this window, at most at another place, and starts nothing.
  app.on('second-instance', (_event, argv) => {
    windows.open()
    const named = readLaunch(argv.slice(1)).reference
    if (named !== undefined) core.openReference(named)
  })
  app.on('activate', windows.open)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
}

type Logger = ReturnType<typeof createFileLogger>

/** One window at a time: asking for it again brings it to the front. */
const createWindows = (builtFolder: string, logger: Logger) => {
  const ids = new Set<number>()
  let current: BrowserWindow | undefined
  const open = () => {
    if (current) return focusWindow(current)
    const window = createWindow({
      preload: path.join(builtFolder, 'preload', 'index.cjs'),
      isPackaged: app.isPackaged,
      platform: process.platform,
    })
    const { id } = window.webContents
    current = window
    ids.add(id)
    window.once('closed', () => {
      ids.delete(id)
      current = undefined
    })
    offerReload(window, logger)
  }
  return { ids, open, current: () => current }
}

/** For every page there is or will be, whoever made it. */
const guard = (logger: Logger) => {
  app.on('web-contents-created', (_event, contents) => confine(contents, logger))
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault()
    callback(false)
  })
  logChildProcesses(logger)
}

const prepareSession = async (builtFolder: string) => {
  const ui = session.fromPartition('ui')
  denyPermissions(ui)
  filterRequests(ui, { withDevTools: !app.isPackaged })
  ui.setSpellCheckerEnabled(false)
  ui.protocol.handle('app', await openUi(builtFolder))
  await ui.clearStorageData()
}
