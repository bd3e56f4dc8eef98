import {
  code,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isIndicator,
  isWord,
  mayFollowAnchor,
} from './characters.ts'
import { createCursor, scannerError, skipBlanks, skipComment } from './cursor.ts'
import { scanBlock } from './scan-block.ts'
import { scanPlain } from './scan-plain.ts'
import { scanQuoted } from './scan-quoted.ts'
import { scanDirective, scanTag, type Directive, type WrittenTag } from './scan-tag.ts'
import type { YamlSource } from './yaml-source.ts'

type Content =
  | Directive
  | ({ readonly kind: 'tag' } & WrittenTag)
  | { readonly kind: 'anchor' | 'alias'; readonly name: string }
  | { readonly kind: 'scalar'; readonly value: string; readonly isPlain: boolean }
  | { readonly kind: Mark }

type Mark =
  | 'stream-end'
  | 'document-start'
  | 'document-end'
  | 'block-sequence'
  | 'block-mapping'
  | 'block-end'
  | 'flow-sequence'
  | 'flow-sequence-end'
  | 'flow-mapping'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'

/** The line is that of its first character, from 0. */
export type Token = Content & { readonly line: number }

export type TokenKind = Token['kind']

/** Tokens are read when they are asked for, and no further than it takes to know them. */
export type Tokens = {
  peek(): Token
  next(): Token
}

/** Where a key without `?` may have begun: whether it is one, a `:` on the same line tells. */
type SimpleKey = {
  readonly token: number
  readonly at: number
  readonly line: number
  readonly column: number
  /** It stands where the keys of its block stand, so it has to be one. */
  readonly isRequired: boolean
}

type Level = {
  key: SimpleKey | undefined
  /** Of the last key that was possible here; of the bracket while there was none. */
  keyToken: number
}

/** YAML 1.1 section 7.4: a key without `?` is found within this many characters. */
const maxKeyCharacters = 1024

export const createTokens = (source: YamlSource, path: string): Tokens => {
  const cursor = createCursor(source, path)
  const queue: Token[] = []
  /** How many tokens have left the queue: a token's number is this and its place. */
  let taken = 0
  let indent = -1
  const indents: number[] = []
  /** The block level and each open bracket. */
  const levels: [Level, ...Level[]] = [{ key: undefined, keyToken: -1 }]
  /** Tokens that wait for the `:` behind them, by number. */
  const waiting = new Map<number, SimpleKey>()
  let mayStartKey = true
  const isFlow = () => levels.length > 1
  const level = () => levels.at(-1) ?? levels[0]

  const add = (content: Content, line = cursor.line) => {
    queue.push({ ...content, line })
  }

  const isInReach = (key: SimpleKey): boolean => {
    if (key.line < cursor.line) return false
    const units = cursor.at - key.at
    if (units <= maxKeyCharacters) return true
    if (units > 2 * maxKeyCharacters) return false
    return Array.from(cursor.slice(key.at)).length <= maxKeyCharacters
  }

  /** Undefined where the key can be none any more. Throws where it had to be one. */
  const reachable = (key: SimpleKey | undefined): SimpleKey | undefined => {
    if (key === undefined || isInReach(key)) return key
    forget(key)
    return undefined
  }

  const forget = (key: SimpleKey) => {
    if (key.isRequired) throw scannerError(cursor, "could not find expected ':'")
    drop(key)
  }

  const drop = (key: SimpleKey) => {
    waiting.delete(key.token)
    const holder = levels.findLast(({ key: held }) => held === key)
    if (holder !== undefined) holder.key = undefined
  }

  const forgetLast = () => {
    const { key } = level()
    if (key !== undefined) forget(key)
  }

  /** What is scanned next may be a key. */
  const markKey = () => {
    if (!mayStartKey) return
    forgetLast()
    const column = cursor.column()
    const isRequired = !isFlow() && indent === column
    const token = taken + queue.length
    const key = { token, at: cursor.at, line: cursor.line, column, isRequired }
    level().key = key
    level().keyToken = token
    waiting.set(token, key)
  }

  /** Before a token that has left the queue nothing can be put: yaml.v2 then adds it to the end. */
  const insert = (token: Token, place: number) => {
    queue.splice(place < 0 ? queue.length : place, 0, token)
  }

  const openBlock = (
    kind: 'block-sequence' | 'block-mapping',
    column: number,
    place = queue.length,
    line = cursor.line,
  ) => {
    if (isFlow() || indent >= column) return
    indents.push(indent)
    indent = column
    insert({ kind, line }, place)
  }

  const closeBlocks = (column: number) => {
    while (!isFlow() && indent > column) {
      add({ kind: 'block-end' })
      indent = indents.pop() ?? -1
    }
  }

  const mark = (kind: Mark, length = 1) => {
    add({ kind })
    cursor.at += length
  }

  const documentLevel = () => {
    closeBlocks(-1)
    forgetLast()
    mayStartKey = false
  }

  const streamEnd = () => {
    if (cursor.column() !== 0) {
      cursor.line += 1
      cursor.lineStart = cursor.at
    }
    documentLevel()
    add({ kind: 'stream-end' })
  }

  const openFlow = (kind: 'flow-sequence' | 'flow-mapping') => {
    markKey()
    levels.push({ key: undefined, keyToken: taken + queue.length })
    mayStartKey = true
    mark(kind)
  }

  const closeFlow = (kind: 'flow-sequence-end' | 'flow-mapping-end') => {
    forgetLast()
    // Brackets with nothing in them that could be a key are not waited for themselves, a fault of yaml.v2's.
    if (isFlow()) waiting.delete(levels.pop()?.keyToken ?? -1)
    mayStartKey = false
    mark(kind)
  }

  const blockEntry = () => {
    if (!isFlow()) {
      if (!mayStartKey) {
        throw scannerError(cursor, 'block sequence entries are not allowed in this context')
      }
      openBlock('block-sequence', cursor.column())
    }
    forgetLast()
    mayStartKey = true
    mark('block-entry')
  }

  const explicit = (kind: 'key' | 'value') => {
    if (!isFlow()) {
      if (!mayStartKey) {
        throw scannerError(cursor, `mapping ${kind}s are not allowed in this context`)
      }
      openBlock('block-mapping', cursor.column())
    }
    if (kind === 'key') forgetLast()
    mayStartKey = !isFlow()
    mark(kind)
  }

  const value = () => {
    const key = reachable(level().key)
    if (key === undefined) return explicit('value')
    const place = key.token - taken
    insert({ kind: 'key', line: key.line }, place)
    openBlock('block-mapping', key.column, place, key.line)
    drop(key)
    mayStartKey = false
    mark('value')
  }

  const scalar = (isPlain: boolean, scan: () => string) => {
    markKey()
    mayStartKey = false
    const { line } = cursor
    add({ kind: 'scalar', value: scan(), isPlain }, line)
  }

  const plain = () =>
    scalar(true, () => {
      const scanned = scanPlain(cursor, { indent, inFlow: isFlow() })
      if (scanned.endsLine) mayStartKey = true
      return scanned.value
    })

  const block = () => {
    forgetLast()
    mayStartKey = true
    const { line } = cursor
    add({ kind: 'scalar', value: scanBlock(cursor, indent), isPlain: false }, line)
  }

  const anchor = (kind: 'anchor' | 'alias') => {
    markKey()
    mayStartKey = false
    const { line } = cursor
    cursor.at += 1
    const start = cursor.at
    skipBlanks(cursor, isWord)
    const name = cursor.slice(start)
    if (name === '' || !mayFollowAnchor(cursor.unit())) {
      throw scannerError(cursor, 'did not find expected alphabetic or numeric character')
    }
    add({ kind, name }, line)
  }

  const tag = () => {
    markKey()
    mayStartKey = false
    add({ kind: 'tag', ...scanTag(cursor) })
  }

  const directive = () => {
    documentLevel()
    const { line } = cursor
    add(scanDirective(cursor), line)
  }

  const documentMarker = () => {
    documentLevel()
    mark(cursor.unit() === code.hyphen ? 'document-start' : 'document-end', 3)
  }

  /** Tabs stand between tokens, but not where indentation could be meant. */
  const isSpace = (unit: number) =>
    unit === code.space || (unit === code.tab && (isFlow() || !mayStartKey))

  const skipToToken = () => {
    for (;;) {
      cursor.need(1)
      if (cursor.column() === 0 && cursor.isMarked()) cursor.at += 1
      skipBlanks(cursor, isSpace)
      skipComment(cursor)
      if (!isBreak(cursor.unit())) return
      cursor.need(2)
      cursor.takeBreak()
      if (!isFlow()) mayStartKey = true
    }
  }

  const scanNext = () => {
    cursor.need(1)
    skipToToken()
    closeBlocks(cursor.column())
    cursor.need(4)
    const unit = cursor.unit()
    if (unit === code.end) return streamEnd()
    if (cursor.column() === 0 && unit === code.percent) return directive()
    if (cursor.isDocumentMarker()) return documentMarker()
    const isAlone = isBlankOrEnd(cursor.unit(1))
    switch (unit) {
      case code.openBracket:
        return openFlow('flow-sequence')
      case code.openBrace:
        return openFlow('flow-mapping')
      case code.closeBracket:
        return closeFlow('flow-sequence-end')
      case code.closeBrace:
        return closeFlow('flow-mapping-end')
      case code.comma:
        forgetLast()
        mayStartKey = true
        return mark('flow-entry')
      case code.hyphen:
        return isAlone ? blockEntry() : plain()
      case code.question:
        return isAlone || isFlow() ? explicit('key') : plain()
      case code.colon:
        return isAlone || isFlow() ? value() : plain()
      case code.asterisk:
        return anchor('alias')
      case code.ampersand:
        return anchor('anchor')
      case code.exclamation:
        return tag()
      case code.singleQuote:
      case code.doubleQuote:
        return scalar(false, () => scanQuoted(cursor, unit))
      case code.bar:
      case code.greater:
        if (!isFlow()) return block()
    }
    if (isBlank(unit) || isIndicator(unit)) {
      throw scannerError(cursor, 'found character that cannot start any token')
    }
    plain()
  }

  /** A token is known when no `:` can turn it into a key any more. */
  const ready = () => {
    while (queue.length === 0 || reachable(waiting.get(taken)) !== undefined) scanNext()
  }

  return {
    peek() {
      ready()
      return queue[0] as Token
    },
    next() {
      ready()
      taken += 1
      return queue.shift() as Token
    },
  }
}
