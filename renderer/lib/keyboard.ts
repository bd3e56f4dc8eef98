import { useEffect, useRef } from 'react'
import { isMac, isWebHost } from './environment.ts'

type Keys = { readonly desktop: string; readonly web?: string }

/**
 * Every key of the app. `mod` is ⌘ on macOS and Ctrl elsewhere. `web` stands in where the browser keeps the
 * key for itself (new window, print, reload, its tabs, its developer tools).
 */
export const shortcuts = {
  addRegistry: { desktop: 'mod+N', web: 'alt+N' },
  importSignIns: { desktop: 'mod+I', web: 'alt+I' },
  filterRepositories: { desktop: 'mod+P', web: 'alt+P' },
  filterList: { desktop: 'mod+F' },
  refresh: { desktop: 'mod+R', web: 'alt+R' },
  toggleSidebar: { desktop: 'mod+\\' },
  toggleInspector: { desktop: 'mod+alt+I', web: 'shift+alt+I' },
  back: { desktop: 'mod+[', web: 'alt+←' },
  forward: { desktop: 'mod+]', web: 'alt+→' },
  nextPane: { desktop: 'F6' },
  previousPane: { desktop: 'shift+F6' },
  copyDigestReference: { desktop: 'mod+C' },
  copyInstallCommand: { desktop: 'shift+mod+C', web: 'shift+alt+C' },
  pull: { desktop: 'mod+D', web: 'alt+D' },
  pushChart: { desktop: 'mod+U', web: 'alt+U' },
  tab1: { desktop: 'mod+1', web: 'alt+1' },
  tab2: { desktop: 'mod+2', web: 'alt+2' },
  tab3: { desktop: 'mod+3', web: 'alt+3' },
  tab4: { desktop: 'mod+4', web: 'alt+4' },
  tab5: { desktop: 'mod+5', web: 'alt+5' },
} as const satisfies Record<string, Keys>

export type ShortcutName = keyof typeof shortcuts

export const shortcutKeys = (name: ShortcutName): string => {
  const keys: Keys = shortcuts[name]
  return (isWebHost && keys.web) || keys.desktop
}

const macSymbols: Record<string, string> = { mod: '⌘', alt: '⌥', shift: '⇧' }
const otherNames: Record<string, string> = { mod: 'Ctrl', alt: 'Alt', shift: 'Shift' }

/** As shown beside an action: `⌘P`, `Ctrl+P`. */
export const keysLabel = (keys: string): string => {
  const parts = keys.split('+')
  return isMac
    ? parts.map(part => macSymbols[part] ?? part).join('')
    : parts.map(part => otherNames[part] ?? part).join('+')
}

export const shortcutLabel = (name: ShortcutName): string => keysLabel(shortcutKeys(name))

const codeOf = (key: string): string =>
  /^[A-Z]$/.test(key)
    ? `Key${key}`
    : /^\d$/.test(key)
      ? `Digit${key}`
      : ({
          '\\': 'Backslash',
          '[': 'BracketLeft',
          ']': 'BracketRight',
          '←': 'ArrowLeft',
          '→': 'ArrowRight',
        }[key] ?? key)

/** By key or by place on the board: Option types letters of its own on macOS, and not every board is Latin. */
export const matchesKeys = (event: KeyboardEvent, keys: string): boolean => {
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier)
  const mod = isMac ? event.metaKey : event.ctrlKey
  const otherMod = isMac ? event.ctrlKey : event.metaKey
  return (
    mod === wants('mod') &&
    !otherMod &&
    event.altKey === wants('alt') &&
    event.shiftKey === wants('shift') &&
    (event.key.toUpperCase() === key.toUpperCase() || event.code === codeOf(key))
  )
}

const isInDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"], [role="alertdialog"]') !== null

/** Whether a text field, or Monaco, has the focus: single letters are its own there. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, textarea, .monaco-editor') !== null)

export type ShortcutHandlers = {
  readonly [name in ShortcutName]?: ((event: KeyboardEvent) => void) | undefined
}

/** Runs the handlers while mounted. Not inside dialogs, which have keys of their own. */
export const useShortcuts = (handlers: ShortcutHandlers) => {
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isInDialog(event.target)) return
      const name = shortcutNames.find(
        candidate => latest.current[candidate] && matchesKeys(event, shortcutKeys(candidate)),
      )
      if (name === undefined) return
      event.preventDefault()
      latest.current[name]?.(event)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

const shortcutNames = Object.keys(shortcuts).filter((name): name is ShortcutName =>
  Object.hasOwn(shortcuts, name),
)
