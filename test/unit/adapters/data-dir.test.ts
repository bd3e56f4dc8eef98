import { describe, expect, it } from 'vitest'
import { defaultDataDir } from '../../../electron/adapters/data-dir.ts'

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
})
