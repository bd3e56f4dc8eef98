import { describe, expect, it } from 'vitest'
import { launch } from '../../../electron/adapters/launch.ts'

const root = 'C:\\Windows'
const az = 'C:\\Program Files\\Azure (x86)\\az.cmd'

describe('launch', () => {
  it('starts a program as it is, whatever the words are', () => {
    const words = ['a b', '"', '%PATH%', '&calc']
    const asIs = { file: '/usr/bin/x', arguments: words, isVerbatim: false }
    expect(launch('/usr/bin/x', words, 'linux', undefined)).toEqual(asIs)
    expect(launch('/usr/bin/x.cmd', words, 'linux', undefined)).toMatchObject({ isVerbatim: false })
    const exe = launch('C:\\x.exe', words, 'win32', root)
    expect(exe).toEqual({ ...asIs, file: 'C:\\x.exe' })
  })

  it('hands a script of Windows to cmd.exe in quotes', () => {
    const words = ['acr', 'login', '--name', 'corp', '--subscription', 'My subscription']
    expect(launch(az, words, 'win32', root)).toEqual({
      file: 'C:\\Windows\\System32\\cmd.exe',
      arguments: [
        '/d',
        '/s',
        '/c',
        `""${az}" "acr" "login" "--name" "corp" "--subscription" "My subscription""`,
      ],
      isVerbatim: true,
    })
  })

  it.each(['a"b', '%PATH%', 'a&calc', 'a|b', 'a^b', '!x!', 'a\nb', '<a', '(a)', 'ä'])(
    'hands it nothing that cmd.exe could read otherwise: %j',
    word => {
      expect(launch(az, [word], 'win32', root)).toBeUndefined()
    },
  )

  it('takes cmd.exe from the system folder, and no script with an odd name', () => {
    expect(launch(az, [], 'win32', undefined)).toBeUndefined()
    expect(launch('C:\\a%b\\az.cmd', [], 'win32', root)).toBeUndefined()
  })
})
