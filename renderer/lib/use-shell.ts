import { useSyncExternalStore } from 'react'
import { type Shell, shells } from '../../shared/model/shell-quoting.ts'

const storageKey = 'chartroom.shell'
const listeners = new Set<() => void>()

const isShell = (text: string | null): text is Shell => shells.some(shell => shell === text)

const usual = (): Shell => (/^win/i.test(navigator.platform) ? 'powershell' : 'bash')

/** As it stands now, outside a component. */
export const currentShell = (): Shell => {
  const stored = localStorage.getItem(storageKey)
  return isShell(stored) ? stored : usual()
}

const write = (shell: Shell) => {
  localStorage.setItem(storageKey, shell)
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The command line that copied commands are quoted for; remembered. */
export const useShell = (): [shell: Shell, setShell: (shell: Shell) => void] => [
  useSyncExternalStore(subscribe, currentShell),
  write,
]
