import os from 'node:os'
import path from 'node:path'
import { app, dialog, protocol } from 'electron'
import { defaultDataDir } from '../adapters/data-dir.ts'
import { onParentGone } from '../adapters/parent-watch.ts'
import { openDataDir } from '../core/folders/open-data-dir.ts'
import { uiScheme } from './app-protocol.ts'
import { dangerousSwitches, readLaunch } from './launch.ts'
import { openDesktop } from './open-desktop.ts'
import { fill, words } from './words.ts'

/** Built to out/main/desktop.js; the folder above holds the renderer and the preload. */
const builtFolder = path.dirname(import.meta.dirname)

const fail = (error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  console.error(message)
  // Without a display the line above is all that can be shown.
  if (app.isPackaged) dialog.showErrorBox(words.start.failed, message)
  app.exit(1)
}

const start = () => {
  // When it runs from its sources, the process that started it may be killed without a word.
  if (!app.isPackaged) onParentGone(() => process.emit('SIGTERM', 'SIGTERM') || app.exit(1))
  const args = process.argv.slice(app.isPackaged ? 1 : 2)
  const [dangerous] = app.isPackaged ? dangerousSwitches(args) : []
  if (dangerous !== undefined) {
    return fail(fill(words.start.dangerousSwitch, { switch: `--${dangerous}` }))
  }
  const { dataDir: folder, reference } = readLaunch(args)
  const { env, platform } = process
  const dataDir = openDataDir(folder ?? defaultDataDir(platform, env, os.homedir()), {
    // macOS: Electron's own default lies there too.
    isShared: folder === undefined && platform === 'darwin',
  })
  // All of these only work before the program is ready.
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([uiScheme])
  // Chromium's own files, and the scope of the single-instance lock.
  app.setPath('userData', path.join(dataDir, 'window'))
  if (!app.requestSingleInstanceLock()) {
    console.log(words.start.second)
    return app.quit()
  }
  app
    .whenReady()
    .then(() => openDesktop({ dataDir, builtFolder, reference }))
    .catch(fail)
}

try {
  start()
} catch (error) {
  fail(error)
}
