import type { Shell } from './shell-quoting.ts'
import type { ThemeChoice } from './theme.ts'

/** What the user can set. */
export type Settings = {
  readonly theme: ThemeChoice
  /** The command line that copied commands are quoted for; `usual` is that of the machine the window is on. */
  readonly shell: 'usual' | Shell
}
export type SettingName = keyof Settings

/** As long as nothing is set. */
export const initialSettings: Settings = { theme: 'system', shell: 'usual' }
