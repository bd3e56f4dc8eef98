import path from 'node:path'
import { app, dialog, nativeTheme, shell, type BrowserWindow } from 'electron'
import type { Clock, Desktop } from '../core/ports.ts'
import { createOpener } from './opener.ts'
import { fill, words } from './words.ts'
import { showMenu } from './menu.ts'

const text = words.dialogs

/** The system's dialogs, over the window where there is one. */
export const createDesktop = (window: () => BrowserWindow | undefined, clock: Clock): Desktop => {
  const choose = async (options: Electron.OpenDialogOptions) => {
    const parent = window()
    const { filePaths } = await (parent
      ? dialog.showOpenDialog(parent, options)
      : dialog.showOpenDialog(options))
    return filePaths
  }
  return {
    chooseFolder: async () => {
      const [folder] = await choose({
        title: text.folder,
        buttonLabel: text.folderButton,
        properties: ['openDirectory', 'createDirectory'],
      })
      return folder
    },
    chooseCharts: () =>
      choose({
        title: text.charts,
        properties: ['openFile', 'multiSelections'],
        filters: [{ name: text.chartFiles, extensions: ['tgz', 'prov'] }],
      }),
    chooseProgram: async helper => {
      const [file] = await choose({
        title: fill(text.helper, { helper }),
        buttonLabel: text.helperButton,
        properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'],
      })
      return file
    },
    chooseSavePath: async suggestedName => {
      const options = { defaultPath: path.join(app.getPath('downloads'), suggestedName) }
      const parent = window()
      const { filePath } = await (parent
        ? dialog.showSaveDialog(parent, options)
        : dialog.showSaveDialog(options))
      return filePath === '' ? undefined : filePath
    },
    revealFile: file => shell.showItemInFolder(file),
    openExternal: createOpener(url => shell.openExternal(url), clock),
    showMenu,
    showTheme: theme => {
      nativeTheme.themeSource = theme
    },
  }
}
