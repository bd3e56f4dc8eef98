import { archiveLimits } from './archive-limits.ts'

/** Controls, format characters (bidi overrides, zero width), separators and lone surrogates: invisible or worse. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Text from an archive for names, logs and messages: what cannot be seen is spelled out (`\x1b`, `\u202e`). */
export const escapeForShow = (text: string): string =>
  text.replace(unsafe, character => {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
    if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
    return `\\u{${code.toString(16)}}`
  })

/** A header may say a mebibyte of it. */
export const shownLink = (target: string): string =>
  escapeForShow(target.slice(0, archiveLimits.nameBytes))
