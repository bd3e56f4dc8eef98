import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memberFileName } from '../../../electron/core/charts/member-file-name.ts'
import {
  numberedFileName,
  safeFileName,
} from '../../../electron/core/transfers/user-files/file-name.ts'

describe('safeFileName', () => {
  it.each([
    ['redis', '18.6.1', 'redis-18.6.1.tgz'],
    ['longhorn', '104.2.0+up1.7.1', 'longhorn-104.2.0+up1.7.1.tgz'],
    ['..', '1.0.0', 'chart-1.0.0.tgz'],
    ['../../etc/passwd', '1', 'etc-passwd-1.tgz'],
    ['con', '1', 'con-1.tgz'],
    ['con.', 'x', 'chart-con.-x.tgz'],
    ['Nul.yaml', '1', 'chart-Nul.yaml-1.tgz'],
    ['a\u202Egnp.exe', '1.0.0', 'a-gnp.exe-1.0.0.tgz'],
    ['.hidden', '1', 'hidden-1.tgz'],
  ])('%s %s', (name, version, expected) => {
    expect(safeFileName(name, version, '.tgz')).toBe(expected)
  })

  it('is one harmless segment of at most 120 characters, whatever a stranger named it', () => {
    const harmless =
      /^(?!(?:con|prn|aux|nul|com\d|lpt\d)\.)(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._+-]*\.tgz$/i
    const anything = fc.integer({ min: 0, max: 0x10ffff }).map(code => String.fromCodePoint(code))
    const telling = fc.constantFrom(
      '.',
      '/',
      '\\',
      ' ',
      '-',
      '\0',
      'con',
      'nul',
      'a',
      '1',
      '\u202e',
    )
    const text = fc.string({ unit: fc.oneof(telling, anything), maxLength: 200 })
    fc.assert(
      fc.property(text, text, (name, version) => {
        const fileName = safeFileName(name, version, '.tgz')
        return harmless.test(fileName) && fileName.length <= 120
      }),
    )
  })
})

it.each([
  ['templates/aux.yaml', '_aux.yaml'],
  ['CON', '_CON'],
  ['com1.tar.gz', '_com1.tar.gz'],
  ['COM¹', '_COM¹'],
  ['lpt³.txt', '_lpt³.txt'],
  ['com²', '_com²'],
  ['CONIN$', '_CONIN$'],
  ['conout$.yaml', '_conout$.yaml'],
  ['nul .yaml', '_nul .yaml'],
  ['nul\u00a0', '_nul'],
  [' con', '_con'],
  ['values.yaml. . ', 'values.yaml'],
  ['...', 'file'],
  ['con:stream', 'con_stream'],
  ['console.yaml', 'console.yaml'],
  ['com10', 'com10'],
])('saves the member %j as %j', (member, name) => {
  expect(memberFileName(member)).toBe(name)
})

it('numbers a second copy before the extension', () => {
  expect(numberedFileName('a-1.tgz', 1)).toBe('a-1.tgz')
  expect(numberedFileName('a-1.tgz', 2)).toBe('a-1 (2).tgz')
  expect(numberedFileName('a-1.tgz.prov', 3)).toBe('a-1 (3).tgz.prov')
})
