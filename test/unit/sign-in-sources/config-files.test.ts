import { execFileSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConnectionFile } from '../../../electron/core/connection-settings/connection-files.ts'
import { readAuthFile } from '../../../electron/core/sign-in-sources/auth-file.ts'
import { configFiles } from '../../../electron/core/sign-in-sources/config-files.ts'
import { createCredentialHelpers } from '../../../electron/core/sign-in-sources/credential-helpers.ts'
import {
  createFoundSignIns,
  type FoundSignIn,
} from '../../../electron/core/sign-in-sources/found-sign-ins.ts'
import { readHelmFile } from '../../../electron/core/sign-in-sources/helm-file.ts'
import { isSignedInWith, showImportable } from '../../../electron/core/registries/importable.ts'
import { createAwsCredentials } from '../../../electron/core/vendors/aws/aws-credentials.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const homeDir = '/home/ann'
const paths = (platform: 'linux' | 'mac' | 'windows', env: Record<string, string> = {}) =>
  configFiles({ platform, homeDir, env }).map(file => file.path)

describe('configFiles', () => {
  it('follows docker, helm and podman on each system', () => {
    const docker = '/home/ann/.docker/config.json'
    const podman = '/home/ann/.config/containers/auth.json'
    expect(paths('linux')).toEqual([docker, '/home/ann/.config/helm/registry/config.json', podman])
    expect(paths('mac')).toEqual([
      docker,
      '/home/ann/Library/Preferences/helm/registry/config.json',
      podman,
    ])
    expect(paths('windows', { APPDATA: '/appdata' })).toEqual([
      docker,
      '/appdata/helm/registry/config.json',
      podman,
    ])
  })

  it('follows their variables, the closest first', () => {
    const all = {
      HELM_REGISTRY_CONFIG: '/1/config.json',
      HELM_CONFIG_HOME: '/2',
      XDG_CONFIG_HOME: '/3',
      DOCKER_CONFIG: '/4',
      REGISTRY_AUTH_FILE: '/5/auth.json',
      XDG_RUNTIME_DIR: '/6',
    }
    expect(paths('linux', all)).toEqual(['/4/config.json', '/1/config.json', '/5/auth.json'])
    const { HELM_CONFIG_HOME, XDG_CONFIG_HOME, XDG_RUNTIME_DIR } = all
    expect(paths('mac', { HELM_CONFIG_HOME, XDG_CONFIG_HOME })[1]).toBe('/2/registry/config.json')
    expect(paths('mac', { XDG_CONFIG_HOME })[1]).toBe('/3/helm/registry/config.json')
    expect(paths('linux', { XDG_CONFIG_HOME, XDG_RUNTIME_DIR }).slice(2)).toEqual([
      '/6/containers/auth.json',
      '/3/containers/auth.json',
    ])
    expect(paths('mac', { XDG_RUNTIME_DIR })).toHaveLength(3)
  })

  it('lists a file that two variables name once', () => {
    const env = { REGISTRY_AUTH_FILE: '/4/config.json', DOCKER_CONFIG: '/4' }
    expect(paths('linux', env)).toHaveLength(2)
  })

  it('shows the home folder as ~', () => {
    const env = { DOCKER_CONFIG: '/4', XDG_RUNTIME_DIR: '/run/user/1000' }
    expect(configFiles({ platform: 'linux', homeDir, env }).map(file => file.shown)).toEqual([
      '/4/config.json',
      '~/.config/helm/registry/config.json',
      '${XDG_RUNTIME_DIR}/containers/auth.json',
      '~/.config/containers/auth.json',
    ])
  })
})

const base64 = (text: string) => Buffer.from(text).toString('base64')

const never = new AbortController().signal

/** Sign-ins of one docker config file, with these helpers on the machine: server key → user name. */
const findIn = (config: unknown, helpers: Record<string, Record<string, string>> = {}) => {
  const folder = temporaryFolder()
  const text = typeof config === 'string' ? config : JSON.stringify(config)
  writeFileSync(path.join(folder, 'config.json'), text)
  const asked: string[] = []
  const find = createFoundSignIns(
    { platform: 'linux', homeDir: folder, env: { DOCKER_CONFIG: folder } },
    {
      ...createCredentialHelpers({
        find: async () => undefined,
        run: async () => Promise.reject(new Error('no helper is started here')),
      }),
      exists: async name => name in helpers,
      list: async name => {
        asked.push(name)
        return new Map(Object.entries(helpers[name] ?? {}))
      },
    },
  )
  return { find, asked, file: path.join(folder, 'config.json') }
}

const rowsOf = async (config: unknown, helpers?: Record<string, Record<string, string>>) =>
  (await findIn(config, helpers).find.list(never)).map(
    ({ host, path: below, username = '?', secretIn }) =>
      `${username}@${host}/${below} ${secretIn.kind}${'name' in secretIn ? ` ${secretIn.name}` : ''}`,
  )

const auth = base64('ann:s')

describe('sign-ins found in a config file', () => {
  it('reads plain auths, split at the first colon', async () => {
    const { find, file } = findIn({ auths: { 'reg.example': { auth: base64('ann:p:ä🔑') } } })
    const [one] = await find.list(never)
    expect(one).toMatchObject({ host: 'reg.example', username: 'ann', tokenKind: 'password' })
    expect(one?.source).toEqual({ kind: 'file', file, key: 'reg.example' })
    expect((await readAuthFile(file)).entries[0]?.reveal()).toBe('p:ä🔑')
  })

  it('decodes no secret to list it', async () => {
    // "ann:" ends in the second group of four; what follows is no base64 and would not decode.
    const { find } = findIn({ auths: { 'reg.example': { auth: `${base64('ann:xy')}!!!!` } } })
    const all = await find.list(never)
    expect(JSON.stringify(all)).not.toContain('xy')
    expect(all[0]?.username).toBe('ann')
  })

  it('takes the keys of docker, helm and podman, and nothing that only looks like a host', async () => {
    const keys = [
      'https://index.docker.io/v1/',
      'https://index.docker.io/v1/access-token',
      'REG.example:443',
      'https://other.example/v2/',
      'quay.io/team',
      'reg.example@evil.example',
      'bücher.example',
      'a b',
    ]
    expect(await rowsOf({ auths: Object.fromEntries(keys.map(key => [key, { auth }])) })).toEqual([
      'ann@registry-1.docker.io/ file',
      'ann@reg.example/ file',
      'ann@other.example/ file',
      'ann@quay.io/team file',
      'ann@xn--bcher-kva.example/ file',
    ])
    expect(await rowsOf({ auths: { 'docker.io': { auth } } })).toEqual([
      'ann@registry-1.docker.io/ file',
    ])
  })

  it('leaves hosts of credential helpers to them, which are asked for names only', async () => {
    const config = {
      auths: { 'a.example': { auth }, 'b.example': { auth } },
      credHelpers: { 'b.example': 'pass', 'c.example': 'gcr' },
    }
    const helpers = { pass: { 'https://b.example': 'bob' } }
    expect(await rowsOf(config, helpers)).toEqual([
      'ann@a.example/ file',
      'bob@b.example/ helper pass',
      '?@c.example/ missing-helper gcr',
    ])
    const everything = { ...config, credsStore: 'desktop' }
    const store = { 'a.example': 'eve', 'https://index.docker.io/v1/': '<token>', 'b.example': 'x' }
    expect(await rowsOf(everything, { ...helpers, desktop: store })).toEqual([
      'eve@a.example/ helper desktop',
      '<token>@registry-1.docker.io/ helper desktop',
      'bob@b.example/ helper pass',
      '?@c.example/ missing-helper gcr',
    ])
  })

  it("uses the helper's own spelling of a key", async () => {
    const config = { credHelpers: { 'b.example': 'pass' } }
    const { find } = findIn(config, { pass: { 'https://b.example': 'bob' } })
    expect((await find.list(never))[0]?.source).toMatchObject({ serverKey: 'https://b.example' })
  })

  it('names what it cannot take: patterns, and what is no base64 of a user and a password', async () => {
    const config = {
      auths: {
        'a.example': { auth },
        'b.example': { auth: 'not base64 at all' },
        'c.example': { auth: base64('no colon') },
        'd.example': 'text',
        'e.example': {},
        '*.example.com': { auth },
        'https://*.example.com': { auth },
      },
      credHelpers: { '*.dkr.example.com': 'pass' },
    }
    const { find } = findIn(config)
    expect((await find.list(never)).map(({ host }) => host)).toEqual(['a.example'])
    expect(find.unusable().map(({ key, reason, file }) => [key, reason, file.shown])).toEqual([
      ['*.example.com', 'pattern', '~/config.json'],
      ['https://*.example.com', 'pattern', '~/config.json'],
      ['*.dkr.example.com', 'pattern', '~/config.json'],
      ['b.example', 'unreadable', '~/config.json'],
      ['c.example', 'unreadable', '~/config.json'],
      ['d.example', 'unreadable', '~/config.json'],
    ])
  })

  it('offers one sign-in for the names of Docker Hub, by the key of docker', async () => {
    const keys = [
      'docker.io',
      'https://index.docker.io/v1/',
      'registry-1.docker.io',
      'index.docker.io',
    ]
    const auths = Object.fromEntries(keys.map(key => [key, { auth }]))
    const { find } = findIn({ auths })
    expect(await find.list(never)).toMatchObject([
      { host: 'registry-1.docker.io', source: { key: 'https://index.docker.io/v1/' } },
    ])
    // Another user's is another sign-in.
    const other = { ...auths, 'docker.io': { auth: base64('bob:s') } }
    expect(await rowsOf({ auths: other })).toEqual([
      'bob@registry-1.docker.io/ file',
      'ann@registry-1.docker.io/ file',
    ])
    const withHelper = {
      credsStore: 'desktop',
      auths: Object.fromEntries(keys.map(key => [key, {}])),
    }
    const desktop = { 'https://index.docker.io/v1/': 'ann' }
    expect(await rowsOf(withHelper, { desktop })).toEqual([
      'ann@registry-1.docker.io/ helper desktop',
    ])
  })

  it('offers tokens as such, and nothing without user or secret', async () => {
    const auths = {
      'a.example': { auth: base64('ann:'), identitytoken: 'x' },
      'a2.example': { identitytoken: 'x' },
      'b.example': { auth, registrytoken: 'x' },
      'c.example': {},
      'd.example': { auth: base64('no colon') },
      'e.example': { auth: base64(':s') },
      'f.example': { username: 'bob', password: 'p' },
      'g.example': 'text',
    }
    const { find } = findIn({ auths })
    const all = await find.list(never)
    expect(all.map(({ host, username, tokenKind }) => [host, username, tokenKind])).toEqual([
      ['a.example', 'ann', 'identity-token'],
      ['a2.example', '<token>', 'identity-token'],
      ['b.example', 'ann', 'registry-token'],
      ['f.example', 'bob', 'password'],
    ])
  })

  const odd: [string, unknown][] = [
    ['half JSON', '{"auths": {'],
    ['a list', []],
    ['auths that are a list', { auths: [] }],
    ['nothing', ''],
    ['2 MiB', JSON.stringify({ auths: { 'a.example': { auth } }, x: 'x'.repeat(2 * 1024 * 1024) })],
  ]
  it.each(odd)('finds nothing in %s', async (_name, config) => {
    expect(await rowsOf(config)).toEqual([])
  })

  it.skipIf(process.platform === 'win32')('waits for no pipe, and reads no device', async () => {
    const folder = temporaryFolder()
    const pipe = path.join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    for (const file of [pipe, '/dev/zero', folder]) {
      expect([file, await readAuthFile(file)]).toMatchObject([file, { isBroken: true }])
      await expect(readHelmFile(file, '~/x')).rejects.toMatchObject({ reason: 'helm-file' })
      await expect(readConnectionFile(file, '~/x')).rejects.toMatchObject({
        reason: 'connection-file',
      })
      const env = { AWS_SHARED_CREDENTIALS_FILE: file }
      expect(await createAwsCredentials({ env, homeDir: folder })()).toBeUndefined()
    }
  })

  it("refuses a file of helm's that is larger than any", async () => {
    const file = path.join(temporaryFolder(), 'config.json')
    writeFileSync(file, JSON.stringify({ auths: {}, x: 'x'.repeat(2 * 1024 * 1024) }))
    await expect(readHelmFile(file, '~/x')).rejects.toMatchObject({ reason: 'helm-file' })
  })

  it('reads a file that begins with a byte order mark', async () => {
    expect(await rowsOf(`\uFEFF${JSON.stringify({ auths: { 'a.example': { auth } } })}`)).toEqual([
      'ann@a.example/ file',
    ])
  })

  it('asks no helper again to choose from what was listed', async () => {
    const { find, asked } = findIn(
      { credHelpers: { 'b.example': 'pass' } },
      { pass: { 'b.example': 'bob' } },
    )
    const [one] = await find.list(never)
    await find.get(one?.id ?? '', never)
    expect(asked).toEqual(['pass'])
    await Promise.all([find.list(never), find.list(never)])
    expect(asked).toEqual(['pass', 'pass'])
    await expect(find.get('0'.repeat(32), never)).rejects.toMatchObject({ reason: 'sign-in' })
  })

  it('names the same entry the same way each time', async () => {
    const { find, file } = findIn({ auths: { 'a.example': { auth } } })
    chmodSync(file, 0o400)
    const [first] = await find.list(never)
    const [second] = await find.list(never)
    expect(second?.id).toBe(first?.id)
    expect(first?.file).toMatchObject({ source: 'docker', shown: '~/config.json' })
  })
})

describe('what is proposed', () => {
  const found = (over: Partial<FoundSignIn> & Pick<FoundSignIn, 'host'>): FoundSignIn => ({
    id: over.host,
    path: '',
    username: 'ann',
    secretIn: { kind: 'file' },
    tokenKind: 'password',
    file: { source: 'docker', path: '/f', shown: '/f' },
    source: { kind: 'file', file: '/f', key: over.host },
    ...over,
  })
  const helm = { source: 'helm', path: '/h', shown: '/h' } as const

  it('is the first of several for one registry and path; the others name it', () => {
    const shown = showImportable(
      [
        found({ host: 'a.example' }),
        found({ host: 'a.example', username: 'bob', file: helm }),
        found({ host: 'a.example', path: 'team', username: 'eve', file: helm }),
      ],
      [],
    )
    expect(shown.map(({ shadowedBy }) => shadowedBy)).toEqual([
      undefined,
      { username: 'ann', source: 'docker' },
      undefined,
    ])
  })

  it('is not one whose helper is missing', () => {
    const broken = { kind: 'missing-helper', name: 'osxkeychain' } as const
    const shown = showImportable(
      [found({ host: 'a.example', secretIn: broken }), found({ host: 'a.example', file: helm })],
      [],
    )
    expect(shown.map(({ shadowedBy }) => shadowedBy?.source)).toEqual(['helm', undefined])
  })

  it('says which are added, by user and path', () => {
    const one = found({ host: 'a.example', path: 'team' })
    const isIn = (host: string, path: string, username: string | undefined) =>
      isSignedInWith({ host, path, username }, one)
    expect(isIn('a.example', 'team', 'ann')).toBe(true)
    expect(isIn('a.example', '', 'ann')).toBe(false)
    expect(isIn('a.example', 'team', 'bob')).toBe(false)
    expect(isIn('a.example', 'team', undefined)).toBe(false)
    const token = found({ host: 'a.example', tokenKind: 'identity-token' })
    expect(isSignedInWith({ host: 'a.example', path: '', username: '<token>' }, token)).toBe(true)
  })
})
