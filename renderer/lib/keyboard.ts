import { useEffect, useRef } from 'react'
import { isMac, isWebHost } from './environment.ts'
import { shortcuts, type Keys, type ShortcutName } from './shortcuts.ts'

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
