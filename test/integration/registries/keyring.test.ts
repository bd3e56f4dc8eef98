import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'

type Step = readonly [string, ...string[]]

const script = path.join(import.meta.dirname, '../../support/keyring-session.ts')

const hasKeyring =
  process.platform === 'linux' &&
  ['dbus-run-session', 'gnome-keyring-daemon'].every(
    program => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0,
  )

const answersOf = (stdout: string): unknown[] =>
  stdout
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line))

/** A bus on which no service can be started. */
const emptyBus = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>`

/** A session of its own: bus, keyring and home folder end with the test. */
const inSession = (
  steps: readonly Step[],
  { daemon = '', bus, home = temporaryFolder() }: { daemon?: string; bus?: string; home?: string },
) => {
  const config = path.join(home, 'bus.conf')
  if (bus !== undefined) writeFileSync(config, bus)
  const run = `${daemon} "${process.execPath}" "${script}" "$STEPS"`
  const { stdout } = spawnSync(
    'dbus-run-session',
    [...(bus === undefined ? [] : ['--config-file', config]), '--', 'sh', '-c', run],
    {
      encoding: 'utf8',
      timeout: 50_000,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: home,
        XDG_RUNTIME_DIR: home,
        XDG_DATA_HOME: path.join(home, 'data'),
        STEPS: JSON.stringify(steps),
      },
    },
  )
  return answersOf(stdout)
}

const unlocked = 'echo password | gnome-keyring-daemon --unlock --components=secrets >/dev/null;'

describe.skipIf(!hasKeyring)('gnome-keyring', () => {
  it('keeps secrets of every kind as they are', () => {
    const long = 'ä'.repeat(1250)
    const odd = 'p:ä\n🔑"\\'
    const answers = inSession(
      [
        ['check'],
        ['read', 'a'],
        ['write', 'a', odd],
        ['write', 'b', long],
        ['read', 'a'],
        ['read', 'b'],
        ['list'],
        ['delete', 'a'],
        ['read', 'a'],
        ['list'],
        ['write', 'c', 'nul \0 inside'],
      ],
      { daemon: unlocked },
    )
    expect(answers).toEqual([
      { value: { state: 'works' } },
      { value: null },
      { value: null },
      { value: null },
      { value: odd },
      { value: long },
      { value: ['a', 'b'] },
      { value: null },
      { value: null },
      { value: ['b'] },
      { code: 'keychain-unavailable', reason: 'corrupt', params: {} },
    ])
  })

  it('that is locked takes nothing, and keeps what it has', () => {
    const home = temporaryFolder()
    inSession([['write', 'a', 'x']], { daemon: unlocked, home })
    // Without a display nobody can be asked to unlock it: libsecret then reads as if the entry were not there.
    const answers = inSession([['check'], ['read', 'a'], ['write', 'a', 'y']], { home })
    expect(answers).toEqual([
      { value: { state: 'locked' } },
      { value: null },
      { code: 'keychain-unavailable', reason: 'locked', params: {} },
    ])
    expect(inSession([['read', 'a']], { daemon: unlocked, home })).toEqual([{ value: 'x' }])
  })

  it('takes a key file of a cloud, and 8 KiB', () => {
    const steps = [3_200, 8 * 1024, 8 * 1024 + 1].map(
      size => ['write', 'a', 'x'.repeat(size)] as const,
    )
    const answers = inSession([...steps, ['read', 'a']], { daemon: unlocked })
    expect(answers).toEqual([
      { value: null },
      { value: null },
      expect.objectContaining({ reason: 'secret-too-long' }),
      { value: 'x'.repeat(8 * 1024) },
    ])
  })

  // The session of the bus ends where the process would have died.
  it('holds no orphan after a crash on either side', () => {
    const home = temporaryFolder()
    const run = (...steps: Step[]) => inSession(steps, { daemon: unlocked, home })
    expect(run(['keep half', 'orphan'], ['count'])).toEqual([{ value: 'keychain' }, { value: 1 }])
    expect(run(['start'], ['count'], ['keep', 's3cret'], ['count'])).toEqual([
      { value: { pending: 0 } },
      { value: 0 },
      { value: 0 },
      { value: 1 },
    ])
    expect(run(['start'], ['read kept'], ['keep', 'next'], ['count'])).toEqual([
      { value: { pending: 0 } },
      { value: 's3cret' },
      { value: 0 },
      // The one before is removed by who changes the sign-in, which this step does not do.
      { value: 2 },
    ])
  })

  // Rows 172, 181.
  it('that is locked at sign-out gives up the secret at the next start', () => {
    const home = temporaryFolder()
    const run = (...steps: Step[]) => inSession(steps, { daemon: unlocked, home })
    expect(run(['keep', 's3cret'], ['lock'], ['sign out'], ['start'])).toEqual([
      { value: 0 },
      { value: null },
      { value: 1 },
      { value: { pending: 1 } },
    ])
    expect(run(['start'], ['count'])).toEqual([{ value: { pending: 0 } }, { value: 0 }])
  })

  it('that is not there is said to be not there', () => {
    const answers = inSession([['check'], ['read', 'a'], ['write', 'a', 'x']], { bus: emptyBus })
    expect(answers).toEqual([
      { value: { state: 'unavailable', reason: 'no-keychain' } },
      expect.objectContaining({ code: 'keychain-unavailable', reason: 'no-keychain' }),
      expect.objectContaining({ code: 'keychain-unavailable', reason: 'no-keychain' }),
    ])
  })
})

describe.skipIf(process.platform !== 'linux')('a machine without libsecret', () => {
  it('is told which package to install', () => {
    const folder = temporaryFolder()
    mkdirSync(path.join(folder, 'lib'))
    // The loader finds this one first, and it is no library.
    writeFileSync(path.join(folder, 'lib', 'libsecret-1.so.0'), '')
    const { stdout } = spawnSync(process.execPath, [script, JSON.stringify([['check']])], {
      encoding: 'utf8',
      env: { LD_LIBRARY_PATH: path.join(folder, 'lib') },
    })
    expect(answersOf(stdout)).toEqual([
      {
        value: {
          state: 'unavailable',
          reason: 'missing-library',
          missingPackage: 'libsecret-1-0',
        },
      },
    ])
  })
})
