import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { initialSettings, type SettingName, type Settings } from '../../shared/model/settings.ts'
import { shells, type Shell } from '../../shared/model/shell-quoting.ts'
import { call } from './call.ts'
import { contractKey, useContractMutation, useContractQuery } from './contract-query.ts'
import { showTheme } from './theme.ts'

const settingsKey = contractKey('settings.read', {})

/** They are as the core says, whoever changed them. */
export const keepSettings = (client: QueryClient, settings: Settings): void =>
  void client.setQueryData<Settings>(settingsKey, settings)

const useSettings = (): Settings | undefined =>
  useContractQuery('settings.read', {}, { staleTime: Infinity, gcTime: Infinity }).data

/** One setting, and how to change it: that takes effect at once, and is kept. */
export const useSetting = <N extends SettingName>(
  name: N,
): [value: Settings[N], set: (value: Settings[N]) => void] => {
  const client = useQueryClient()
  const settings = useSettings() ?? initialSettings
  const { mutate } = useContractMutation('settings.change', {
    onMutate: change =>
      client.setQueryData<Settings>(settingsKey, (before = initialSettings) => ({
        ...before,
        ...change,
      })),
    onError: () => void client.invalidateQueries({ queryKey: settingsKey }),
  })
  return [settings[name], value => mutate({ [name]: value })]
}

const usualShell = (): Shell => (/^win/i.test(navigator.platform) ? 'powershell' : 'bash')

/** The command line that copied commands are quoted for. */
export const useShell = (): [shell: Shell, setShell: (shell: Shell) => void] => {
  const [shell, setShell] = useSetting('shell')
  return [shell === 'usual' ? usualShell() : shell, setShell]
}

/** Shows the theme that is set, in this window or in another. */
export const useThemeSetting = () => {
  const theme = useSettings()?.theme
  useEffect(() => {
    if (theme !== undefined) showTheme(theme)
  }, [theme])
}

const oldShellKey = 'chartroom.shell'

/** The page kept the shell by itself once: it goes to the settings, and from the page. */
export const handOverOldSettings = async (): Promise<void> => {
  const old = localStorage.getItem(oldShellKey)
  if (old === null) return
  const shell = shells.find(name => name === old)
  if (shell) await call('settings.change', { shell })
  localStorage.removeItem(oldShellKey)
}
