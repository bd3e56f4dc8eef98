import { describe, expect, it } from 'vitest'
import { createCredentialHelpers } from '../../../electron/core/sign-in-sources/credential-helpers.ts'
import { addHelper, fakeCommands } from '../../support/fake-commands.ts'

const never = new AbortController().signal

const start = () => {
  const commands = fakeCommands()
  return { commands, helpers: createCredentialHelpers(commands.runner) }
}

const entries = {
  'reg.example': { Username: 'ann', Secret: 'p:ä🔑' },
  'https://index.docker.io/v1/': { Username: '<token>', Secret: 'idt' },
}

describe('a credential helper', () => {
  it('lists, gives and stores; keys and secrets on standard input only', async () => {
    const { commands, helpers } = start()
    const helper = addHelper(commands, 'pass', entries)
    expect([...(await helpers.list('pass', never))]).toEqual([
      ['reg.example', 'ann'],
      ['https://index.docker.io/v1/', '<token>'],
    ])
    expect(await helpers.get('pass', 'reg.example', never)).toEqual({
      username: 'ann',
      secret: 'p:ä🔑',
    })
    await helpers.store('pass', { serverKey: 'b', username: 'bob', secret: 's3cret' }, never)
    expect(helper.entries()['b']).toEqual({ Username: 'bob', Secret: 's3cret' })
    expect(helper.calls().map(({ argv }) => argv)).toEqual([['list'], ['get'], ['store']])
    expect(helper.calls()[1]?.stdin).toBe('reg.example')
  })

  it('that has nothing says so, and that is no failure', async () => {
    const { commands, helpers } = start()
    addHelper(commands, 'pass', entries)
    expect(await helpers.get('pass', 'other.example', never)).toBeUndefined()
  })

  const odd = [
    ['exits with another text', () => ({ stdout: 'the keychain is locked', exitCode: 1 })],
    [
      'exits and says it on the other stream',
      () => ({ stderr: 'credentials not found', exitCode: 1 }),
    ],
    ['answers no JSON', () => ({ stdout: 'not json' })],
    ['answers other JSON', () => ({ stdout: '{"Username": 1}' })],
    ['answers more than 1 MiB', () => ({ stdout: 'x'.repeat(1024 * 1024 + 1) })],
  ] as const

  it.each(odd)('that %s fails to give, and lists nothing', async (_name, answer) => {
    const { commands, helpers } = start()
    commands.add('docker-credential-odd', answer)
    expect((await helpers.list('odd', never)).size).toBe(0)
    await expect(helpers.get('odd', 'reg.example', never)).rejects.toMatchObject({
      code: 'unauthorized',
      reason: 'helper-failed',
      params: { name: 'odd' },
    })
  })

  it('says nothing of what it answered in its error', async () => {
    const { commands, helpers } = start()
    commands.add('docker-credential-odd', () => ({ stdout: '{"Secret": "canary"', exitCode: 2 }))
    const error = await helpers.get('odd', 'reg.example', never).catch((caught: unknown) => caught)
    expect(JSON.stringify(error) + String(error)).not.toContain('canary')
  })

  it.each([
    '../evil',
    'a/b',
    'a b',
    'desktop.exe',
    'Pass',
    '',
    'x'.repeat(65),
    'a;id',
    '-'.repeat(0),
  ])('is not looked for under the name "%s"', async name => {
    const { commands } = start()
    const looked: string[] = []
    const helpers = createCredentialHelpers({
      ...commands.runner,
      find: async program => {
        looked.push(program)
        return '/bin/true'
      },
    })
    expect(await helpers.exists(name)).toBe(false)
    expect(looked).toEqual([])
    await expect(helpers.get(name, 'reg.example', never)).rejects.toMatchObject({
      reason: 'helper-missing',
    })
  })

  it('that is not on the PATH is missing', async () => {
    const { helpers } = start()
    expect(await helpers.exists('pass')).toBe(false)
    expect((await helpers.list('pass', never)).size).toBe(0)
  })

  it('leaves with who asked', async () => {
    const { commands, helpers } = start()
    commands.add('docker-credential-slow', () => new Promise(() => setInterval(() => {}, 1000)))
    const cancel = new AbortController()
    const asked = expect(helpers.get('slow', 'reg.example', cancel.signal)).rejects.toMatchObject({
      code: 'cancelled',
    })
    cancel.abort()
    await asked
  })
})
