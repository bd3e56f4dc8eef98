import { describe, expect, test } from 'vitest'
import { chartWith } from '../../support/archives/chart-archive.ts'
import { inspect } from '../../support/archives/inspect.ts'
import {
  longNameMember,
  paxMember,
  paxRecords,
  tarMember,
} from '../../support/archives/tar-blocks.ts'

const after = tarMember({ name: 'demo/after', content: 'z' })
const pax = (records: Record<string, string>, type = 'x') =>
  tarMember({ name: 'PaxHeaders/x', type, content: paxRecords(records) })
const longName = tarMember({
  name: '././@LongLink',
  type: 'L',
  magic: 'ustar  \0',
  content: 'demo/gnu\0',
})

// Each list is what Go's archive/tar yields below helm's loader.
describe('names and sizes out of odd headers', () => {
  test.each<[string, Uint8Array[], string[]]>([
    ['a PAX path', [paxMember({ path: 'demo/pax' }, { name: 'demo/x' })], ['pax:0', 'after:1']],
    ['an empty PAX path', [paxMember({ path: '' }, { name: 'demo/x' })], ['x:0', 'after:1']],
    ['a GNU long name', [longNameMember('demo/long', { name: 'demo/x' })], ['long:0', 'after:1']],
    [
      'a GNU long name before a PAX path wins',
      [longName, pax({ path: 'demo/pax' }), tarMember({ name: 'demo/x' })],
      ['gnu:0', 'after:1'],
    ],
    [
      'a GNU long name after a PAX path wins, too',
      [pax({ path: 'demo/pax' }), longName, tarMember({ name: 'demo/x' })],
      ['gnu:0', 'after:1'],
    ],
    [
      'of two PAX headers the second counts',
      [pax({ path: 'demo/one', size: '1' }), pax({ comment: 'c' }), tarMember({ name: 'demo/x' })],
      ['x:0', 'after:1'],
    ],
    [
      'a global PAX header is dropped, with what was pending',
      [
        pax({ path: 'demo/pending' }),
        pax({ path: 'demo/global' }, 'g'),
        tarMember({ name: 'demo/x' }),
      ],
      ['x:0', 'after:1'],
    ],
    ['a ustar prefix', [tarMember({ name: 'x', prefix: 'demo/p' })], ['p/x:0', 'after:1']],
    [
      'no prefix in the oldest format',
      [tarMember({ name: 'demo/x', prefix: 'p', magic: '\0'.repeat(8) })],
      ['x:0', 'after:1'],
    ],
    [
      'an old name that ends in a slash is a folder',
      [tarMember({ name: 'demo/d/', type: '\0' })],
      ['after:1'],
    ],
    [
      'a mode can make a folder',
      [tarMember({ name: 'demo/d', mode: 0o40755, content: 'x' })],
      ['after:1'],
    ],
    [
      'a base-256 size',
      [
        tarMember({
          name: 'demo/x',
          content: 'hello',
          sizeField: Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]),
        }),
      ],
      ['x:5', 'after:1'],
    ],
    [
      'a size padded with blanks',
      [tarMember({ name: 'demo/x', content: 'hello', sizeField: '     5     ' })],
      ['x:5', 'after:1'],
    ],
    [
      'an unknown type is a file',
      [tarMember({ name: 'demo/x', type: 'Z', content: 'hello' })],
      ['x:5', 'after:1'],
    ],
  ])('%s', async (_name, blocks, expected) => {
    const { files } = await inspect(chartWith(...blocks, after))
    expect(files.slice(1).map(({ path, sizeBytes }) => `${path}:${sizeBytes}`)).toEqual(expected)
  })
})
