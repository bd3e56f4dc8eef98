import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultDataDir, openDataDir } from '../../../electron/adapters/data-dir.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('the data directory', () => {
  it.each([
    ['linux', {}, '/home/me/.local/share/chartroom'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/chartroom'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/me/.local/share/chartroom'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/me/.local/share/chartroom'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/home/me/Library/Application Support/Chartroom'],
    [
      'win32',
      { LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local' },
      'C:\\Users\\me\\AppData\\Local\\Chartroom',
    ],
  ] as const)('on %s with %j is %s', (platform, env, expected) => {
    expect(defaultDataDir(platform, env, '/home/me')).toBe(expected)
  })

  it('that cannot be made is named', () => {
    const file = path.join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    expect(() => openDataDir(file)).toThrow(`cannot keep its data in ${file} (EEXIST)`)
  })
})
