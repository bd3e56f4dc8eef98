import { isMac } from './environment.ts'

const macSymbols: Record<string, string> = { mod: '⌘', alt: '⌥', shift: '⇧' }
const otherNames: Record<string, string> = { mod: 'Ctrl', alt: 'Alt', shift: 'Shift' }
const keyNames: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowRight: '→',
  ArrowLeft: '←',
  Enter: '↵',
  Escape: 'Esc',
}

/** As shown beside an action: `⌘P`, `Ctrl+P`. */
export const keysLabel = (keys: string): string => {
  const parts = keys.split('+')
  return isMac
    ? parts.map(part => macSymbols[part] ?? part).join('')
    : parts.map(part => otherNames[part] ?? part).join('+')
}

/** As `KeyboardEvent.key` names it, for the eye: `↓`, `J`. */
export const keyLabel = (key: string): string =>
  keyNames[key] ?? (key.length === 1 ? key.toUpperCase() : key)

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

/** A sign of its own, such as `?`: which keys type it, Shift among them, is the keyboard's affair. */
export const isSign = (keys: string): boolean => /^[^\p{L}\d]$/u.test(keys)

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
    (isSign(keys) || (event.altKey === wants('alt') && event.shiftKey === wants('shift'))) &&
    (event.key.toUpperCase() === key.toUpperCase() || event.code === codeOf(key))
  )
}

/** Whether a dialog has the focus, which has keys of its own. */
export const isInDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"], [role="alertdialog"]') !== null

/** Whether a text field, or Monaco, has the focus: single letters are its own there. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, textarea, .monaco-editor') !== null)
