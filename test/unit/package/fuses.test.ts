import { describe, expect, it } from 'vitest'
import { fuseNames, fuseSentinel, readFuses, wantedFuses } from '../../../scripts/lib/fuses.ts'

/** A file like an Electron binary: code, the sentinel, version, count, one character per fuse, code. */
const binary = (...wires: { version?: number; count?: number; states: string }[]) =>
  Buffer.concat([
    Buffer.alloc(4096, 0x90),
    ...wires.flatMap(({ version = 1, states, count = states.length }) => [
      Buffer.from(fuseSentinel),
      Buffer.from([version, count]),
      Buffer.from(states, 'latin1'),
      Buffer.alloc(512, 0xcc),
    ]),
  ])

const ours = '000011001'

describe('the fuses of a binary', () => {
  it('are read in the order of the wire', () => {
    expect(readFuses(binary({ states: ours }))).toEqual(wantedFuses)
    fuseNames.forEach((name, index) => {
      const states = ours.split('')
      states[index] = states[index] === '0' ? '1' : '0'
      const read = readFuses(binary({ states: states.join('') }))
      const differing = fuseNames.filter(each => read[each] !== wantedFuses[each])
      expect(differing).toEqual([name])
    })
  })

  it('can be removed or inherited', () =>
    expect(readFuses(binary({ states: 'r\x900011001' }))).toMatchObject({
      runAsNode: 'removed',
      enableCookieEncryption: 'inherited',
    }))

  it('are those of every part of a universal binary', () => {
    expect(readFuses(binary({ states: ours }, { states: ours }))).toEqual(wantedFuses)
    expect(() => readFuses(binary({ states: ours }, { states: '100011001' }))).toThrow('different')
  })

  it.each([
    ['no Electron binary', Buffer.alloc(4096)],
    ['version 2', binary({ version: 2, states: ours })],
    ['10 fuses', binary({ states: `${ours}0` })],
    ['8 fuses', binary({ states: ours.slice(1) })],
    ['is not known', binary({ states: 'x00011001' })],
    ['is not known', binary({ states: ours }).subarray(0, 4096 + 34 + 4)],
  ])('%s is refused', (message, file) => expect(() => readFuses(file)).toThrow(message))
})
