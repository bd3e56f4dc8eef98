import { describe, expect, it } from 'vitest'
import { createKeychain, type KeychainOptions } from '../../../electron/adapters/keychain.ts'
import { createFakeKeychain } from '../../support/fake-keychain.ts'
import { AppError } from '../../../shared/errors.ts'

const failure = (reason: string) =>
  expect.objectContaining({ code: 'keychain-unavailable', reason })

const open = (
  options: Parameters<typeof createFakeKeychain>[0] = {},
  more: Partial<KeychainOptions> = {},
) => {
  const fake = createFakeKeychain(options)
  return { fake, keychain: createKeychain({ load: async () => fake, timeoutMs: 50, ...more }) }
}

describe('a keychain that works', () => {
  it('gives back what it got, and nothing after it was deleted', async () => {
    const { keychain } = open()
    expect(await keychain.read('a')).toBeUndefined()
    await keychain.write('a', 'p:ä\n🔑')
    expect(await keychain.read('a')).toBe('p:ä\n🔑')
    await keychain.delete('a')
    expect(await keychain.read('a')).toBeUndefined()
    expect(await keychain.check()).toEqual({ state: 'works' })
  })

  it('leaves entries of others under the same name alone', async () => {
    const { keychain, fake } = open()
    await keychain.write('mine', 'x')
    fake.entries.set('Chartroom/theirs', 'y')
    fake.entries.set('Chartroom/v0:old', 'z')
    expect(await keychain.list()).toEqual(['mine'])
    expect(await keychain.read('theirs')).toBeUndefined()
    await keychain.delete('theirs')
    expect(fake.entries.get('Chartroom/theirs')).toBe('y')
  })

  it.each([
    ['win32', 2500],
    ['darwin', 8192],
    ['linux', 8192],
  ] as const)(
    'on %s takes %d bytes of UTF-8 and refuses one more',
    async (platform, limitBytes) => {
      const { keychain, fake } = open({}, { platform })
      await keychain.write('a', 'ä'.repeat(limitBytes / 2))
      await expect(keychain.write('b', `${'ä'.repeat(limitBytes / 2)}x`)).rejects.toEqual(
        expect.objectContaining({
          reason: 'secret-too-long',
          params: { sizeBytes: limitBytes + 1, limitBytes },
        }),
      )
      expect(fake.calls.filter(call => call === 'set')).toHaveLength(1)
    },
  )

  it('shows one prompt at a time', async () => {
    const { keychain, fake } = open()
    await Promise.all(Array.from({ length: 20 }, () => keychain.read('a')))
    expect(fake.mostAtOnce).toBe(1)
  })

  it('loads nothing before it is asked', async () => {
    let loads = 0
    createKeychain({ load: async () => (loads++, createFakeKeychain({})) })
    expect(loads).toBe(0)
  })
})

const sayings: [string, string][] = [
  ['The name org.freedesktop.secrets was not provided by any .service files', 'no-keychain'],
  ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'no-keychain'],
  ['Cannot create an item in a locked collection', 'locked'],
  ['User interaction is not allowed.', 'locked'],
  ['User canceled the operation.', 'locked'],
  ['The user name or passphrase you entered is not correct.', 'denied'],
]

it('a deleted entry that is not to be seen is believed gone only where the keychain is open', async () => {
  const open_ = open({}, { platform: 'linux' })
  await open_.keychain.delete('a')
  expect(open_.fake.entries.size).toBe(0)
  // Locked: entries are hidden, and only a write says so.
  const locked = { ...open_.fake, setPassword: async () => Promise.reject(new Error('is locked')) }
  const keychain = createKeychain({ load: async () => locked, platform: 'linux' })
  await expect(keychain.delete('a')).rejects.toEqual(failure('locked'))
})

it.each([
  ['linux', true, 'locked'],
  ['linux', false, 'works'],
  ['darwin', true, 'works'],
] as const)('on %s, with its collection locked: %s, it %s', async (platform, locked, state) => {
  const load = async () => createFakeKeychain({})
  const keychain = createKeychain({ load, platform, isLocked: async () => locked })
  expect(await keychain.check()).toEqual({ state })
})

describe('a keychain that does not work', () => {
  it.each(sayings)('"%s" is %s', async (message, reason) => {
    const { keychain } = open({ fails: message })
    await expect(keychain.read('a')).rejects.toEqual(failure(reason))
    await expect(keychain.write('a', 'x')).rejects.toEqual(failure(reason))
    expect(await keychain.check()).toEqual({ state: 'unavailable', reason })
  })

  it('says which package is missing', async () => {
    const keychain = createKeychain({
      load: async () => {
        throw new AppError('keychain-unavailable', 'missing-library', { package: 'libsecret-1-0' })
      },
    })
    expect(await keychain.check()).toEqual({
      state: 'unavailable',
      reason: 'missing-library',
      missingPackage: 'libsecret-1-0',
    })
    await expect(keychain.read('a')).rejects.toEqual(failure('missing-library'))
  })

  it('is given up after its time, with all that wait behind it, and asked again later', async () => {
    const { keychain, fake } = open({ hangs: true })
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => keychain.read('a')))
    expect(asked).toEqual(asked.map(() => ({ status: 'rejected', reason: failure('slow') })))
    expect(fake.calls).toEqual(['get'])
    fake.answer()
    fake.entries.set('Chartroom/v1:a', 'late')
    await expect.poll(() => keychain.read('a').catch(() => 'slow')).toBe('late')
  })

  it('can be left while it hangs', async () => {
    const { keychain } = open({ hangs: true })
    const leaving = new AbortController()
    const reading = keychain.read('a', leaving.signal)
    leaving.abort()
    await expect(reading).rejects.toEqual(expect.objectContaining({ code: 'cancelled' }))
  })

  it.each(['other', 'empty'] as const)(
    'that gives back something %s is not trusted',
    async gives => {
      const { keychain } = open({ gives })
      await expect(keychain.write('a', 'x')).rejects.toEqual(failure('corrupt'))
    },
  )
})
