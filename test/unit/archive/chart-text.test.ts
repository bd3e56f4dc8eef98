import { describe, expect, test } from 'vitest'
import { chartText, isBinary } from '../../../electron/core/archive/chart-text.ts'
import { escapeForShow } from '../../../electron/core/archive/escape-for-show.ts'

const utf16 = (text: string) =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])

describe('text for the eye', () => {
  test.each<[string, Uint8Array, string, string[]]>([
    ['plain', Buffer.from('a: 1\r\nü\n'), 'a: 1\r\nü\n', []],
    ['a byte order mark', Buffer.from('\ufeffa'), 'a', ['bom']],
    ['invalid UTF-8', Buffer.from([0x61, 0xff, 0x62]), 'a\ufffdb', ['invalid-utf8']],
    ['a lone surrogate', Buffer.from([0xed, 0xa0, 0x80]), '\ufffd\ufffd\ufffd', ['invalid-utf8']],
    ['U+FFFD of its own', Buffer.from('\ufffd'), '\ufffd', []],
    ['UTF-16', utf16('a: ü'), 'a: ü', ['bom']],
    ['NUL', Buffer.from('a\0b'), 'a\u2400b', ['nul']],
    [
      'a long line',
      Buffer.from(`${'x'.repeat(20_001)}\ny`),
      `${'x'.repeat(20_000)}…\ny`,
      ['long-line-cut'],
    ],
  ])('%s', (_name, bytes, text, notices) => {
    expect(chartText(bytes)).toEqual({ text, notices, sizeBytes: bytes.length })
  })
})

test.each<[string, Uint8Array, boolean]>([
  ['nothing', Buffer.alloc(0), false],
  ['YAML', Buffer.from('a: 1\n'), false],
  ['Latin-1 prose', Buffer.from("caf\xe9 au lait, s'il vous plait", 'latin1'), false],
  ['a text with a NUL', Buffer.from('some text\0 more of it'), false],
  ['UTF-16 with its mark', utf16('text'), false],
  ['UTF-16 without', Buffer.from('text and more', 'utf16le'), true],
  ['PNG', Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex'), true],
  ['gzip', Buffer.from('1f8b0800000000000003cb48cdc9c9070086a61036', 'hex'), true],
  ['a character cut by the sample', Buffer.from(`${'a'.repeat(7999)}ü`), false],
])('is %s binary?', (_name, bytes, binary) => expect(isBinary(bytes)).toBe(binary))

test.each([
  ['charts/a b.yaml', 'charts/a b.yaml'],
  ['ü/日本', 'ü/日本'],
  ['a\0b', 'a\\x00b'],
  ['\u001b[2J', '\\x1b[2J'],
  ['a\u202eb\u200bc\ufeff', 'a\\u202eb\\u200bc\\ufeff'],
  ['\u2028\u{e0041}', '\\u2028\\u{e0041}'],
])('%j is shown as %j', (text, shown) => expect(escapeForShow(text)).toBe(shown))
