import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { installedElectron } from '../../scripts/lib/find-electron.ts'
import { actionIds, actionOf } from '../../renderer/actions/actions.ts'
import type { WebHost } from './web-host.ts'
import type { ScreenOptions } from './screen.ts'

const root = path.join(import.meta.dirname, '..', '..')

export type ElectronWindow = {
  readonly app: ElectronApplication
  readonly page: Page
  readonly host: WebHost
  /** Where a pull lands: what the system's folder dialog answers. */
  readonly downloadFolder: string
}

/** The built program in the real Electron, for the same tests that drive it in Chromium. */
export const openElectron = async (options: ScreenOptions): Promise<ElectronWindow> => {
  const executablePath = installedElectron(root)
  if (executablePath === undefined) throw new Error('Electron is not here')
  const homeDir = options.homeDir ?? (await mkdtemp(path.join(tmpdir(), 'chartroom-home-')))
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'chartroom-data-')))
  const app = await _electron.launch({
    executablePath,
    args: [root, '--data-dir', dataDir],
    env: { ...definedEnvironment(), HOME: homeDir, ...options.env },
    colorScheme: options.colorScheme ?? 'light',
    timezoneId: 'UTC',
  })
  const output: string[] = []
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', bytes => output.push(String(bytes)))
  }
  const page = await app.firstWindow()
  await answerFolderDialogs(app, homeDir)
  pressDesktopKeys(page)
  const notHere = () => Promise.reject(new Error('The desktop host has no link'))
  const host: WebHost = {
    pid: app.process().pid ?? 0,
    link: 'app://ui/index.html',
    localRegistry: '',
    dataDir,
    homeDir,
    output: () => output.join(''),
    freshLink: notHere,
    stop: async () => {
      await app.close()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
      if (options.homeDir === undefined) await rm(homeDir, { recursive: true, force: true })
    },
  }
  return { app, page, host, downloadFolder: homeDir }
}

const definedEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  )

/** No test can click in the system's own dialog: it answers at once. */
const answerFolderDialogs = (app: ElectronApplication, folder: string) =>
  app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, folder)

/** Tests press the web host's keys; the desktop has its own for the same actions. */
const pressDesktopKeys = (page: Page) => {
  const press = page.keyboard.press.bind(page.keyboard)
  const byWebKey = new Map(
    actionIds.flatMap(id => {
      const { keys } = actionOf(id)
      return keys?.web === undefined ? [] : [[keys.web.toLowerCase(), keys.desktop] as const]
    }),
  )
  page.keyboard.press = (key, ...rest) => {
    const desktop = byWebKey.get(key.toLowerCase())
    return press(desktop?.replace('mod', 'ControlOrMeta').replace('alt', 'Alt') ?? key, ...rest)
  }
}
