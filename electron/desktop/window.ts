import { BrowserWindow, nativeTheme, type BrowserWindowConstructorOptions } from 'electron'
import { uiUrl } from './ui-origin.ts'

type TitleBarColors = { readonly background: string; readonly symbols: string }

/** Tokens `--bg` and `--text-2` of the design: what is there before the page is. */
const titleBarColors = {
  light: { background: '#ffffff', symbols: '#535b66' },
  dark: { background: '#191b1f', symbols: '#a9b0ba' },
} as const satisfies Record<string, TitleBarColors>

const titleBarHeight = 44

const currentColors = (): TitleBarColors =>
  nativeTheme.shouldUseDarkColors ? titleBarColors.dark : titleBarColors.light

const overlay = ({ background, symbols }: TitleBarColors) => ({
  color: background,
  symbolColor: symbols,
  height: titleBarHeight,
})

/** macOS insets its traffic lights; elsewhere the native controls lie at the right end of the title bar. */
const titleBar = (platform: NodeJS.Platform): BrowserWindowConstructorOptions =>
  platform === 'darwin'
    ? { titleBarStyle: 'hiddenInset', trafficLightPosition: { x: 16, y: 15 } }
    : { titleBarStyle: 'hidden', titleBarOverlay: overlay(currentColors()) }

export type WindowOptions = {
  readonly preload: string
  readonly isPackaged: boolean
  readonly platform: NodeJS.Platform
}

/** The one place that makes windows: docs/threats.md, "The desktop's guards". */
export const createWindow = ({ preload, isPackaged, platform }: WindowOptions): BrowserWindow => {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Chartroom',
    backgroundColor: currentColors().background,
    ...titleBar(platform),
    webPreferences: {
      preload,
      // In memory: nothing of a page outlives the program.
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
      devTools: !isPackaged,
    },
  })
  window.once('ready-to-show', () => window.show())
  followTheme(window, platform)
  void window.loadURL(uiUrl)
  return window
}

const followTheme = (window: BrowserWindow, platform: NodeJS.Platform) => {
  const apply = () => {
    window.setBackgroundColor(currentColors().background)
    if (platform !== 'darwin') window.setTitleBarOverlay(overlay(currentColors()))
  }
  nativeTheme.on('updated', apply)
  window.once('closed', () => nativeTheme.off('updated', apply))
}

/** Brings the window to the front, however it is hidden. */
export const focusWindow = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
