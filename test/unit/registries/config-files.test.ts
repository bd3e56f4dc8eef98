import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { configFiles } from '../../../electron/core/registries/config-files.ts'
import { createFoundSignIns } from '../../../electron/core/registries/found-sign-ins.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const homeDir = '/home/ann'
const paths = (platform: 'linux' | 'mac' | 'windows', env: Record<string, string> = {}) =>
  configFiles({ platform, homeDir, env }).map(file => file.path)

describe('configFiles', () => {
  it('follows helm and docker on each system', () => {
    const docker = '/home/ann/.docker/config.json'
    expect(paths('linux')).toEqual(['/home/ann/.config/helm/registry/config.json', docker])
    expect(paths('mac')).toEqual([
      '/home/ann/Library/Preferences/helm/registry/config.json',
      docker,
    ])
    expect(paths('windows', { APPDATA: '/appdata' })).toEqual([
      '/appdata/helm/registry/config.json',
      docker,
    ])
  })

  it('follows their variables, the closest first', () => {
    const all = {
      HELM_REGISTRY_CONFIG: '/1/config.json',
      HELM_CONFIG_HOME: '/2',
      XDG_CONFIG_HOME: '/3',
      DOCKER_CONFIG: '/4',
    }
    expect(paths('linux', all)).toEqual(['/1/config.json', '/4/config.json'])
    const { HELM_CONFIG_HOME, XDG_CONFIG_HOME } = all
    expect(paths('mac', { HELM_CONFIG_HOME, XDG_CONFIG_HOME })[0]).toBe('/2/registry/config.json')
    expect(paths('mac', { XDG_CONFIG_HOME })[0]).toBe('/3/helm/registry/config.json')
  })

  it('shows the home folder as ~', () => {
    const [helm, docker] = configFiles({ platform: 'linux', homeDir, env: { DOCKER_CONFIG: '/4' } })
    expect(helm?.shown).toBe('~/.config/helm/registry/config.json')
    expect(docker?.shown).toBe('/4/config.json')
  })
})

const base64 = (text: string) => Buffer.from(text).toString('base64')

const findIn = (config: unknown) => {
  const folder = temporaryFolder()
  const text = typeof config === 'string' ? config : JSON.stringify(config)
  writeFileSync(path.join(folder, 'config.json'), text)
  return createFoundSignIns({ platform: 'linux', homeDir: folder, env: { DOCKER_CONFIG: folder } })
}

const hostsOf = async (config: unknown) =>
  (await findIn(config).list()).found.map(
    ({ entry }) => `${entry.username}@${entry.host}/${entry.path}`,
  )

const auth = base64('ann:s')

describe('sign-ins found in a config file', () => {
  it('reads plain auths, split at the first colon', async () => {
    const found = findIn({ auths: { 'reg.example': { auth: base64('ann:p:ä🔑') } } })
    const { found: all, withHelper } = await found.list()
    expect(all.map(({ entry }) => [entry.host, entry.username])).toEqual([['reg.example', 'ann']])
    expect(withHelper).toEqual([])
    expect(await found.reveal(all[0]?.id ?? '')).toEqual({ username: 'ann', secret: 'p:ä🔑' })
  })

  it('decodes no secret to list it', async () => {
    // "ann:" ends in the second group of four; what follows is no base64 and would not decode.
    const found = findIn({ auths: { 'reg.example': { auth: `${base64('ann:xy')}!!!!` } } })
    const { found: all } = await found.list()
    expect(JSON.stringify(all.map(({ entry }) => ({ ...entry })))).not.toContain('xy')
    expect(all[0]?.entry.username).toBe('ann')
  })

  it('takes the keys of docker, helm and podman, and nothing that only looks like a host', async () => {
    const keys = [
      'https://index.docker.io/v1/',
      'REG.example:443',
      'https://other.example/v2/',
      'quay.io/team',
      'reg.example@evil.example',
      'bücher.example',
      'a b',
    ]
    expect(await hostsOf({ auths: Object.fromEntries(keys.map(key => [key, { auth }])) })).toEqual([
      'ann@registry-1.docker.io/',
      'ann@reg.example/',
      'ann@other.example/',
      'ann@quay.io/team',
      'ann@xn--bcher-kva.example/',
    ])
  })

  it('leaves hosts of credential helpers to them', async () => {
    const config = {
      auths: { 'a.example': { auth }, 'b.example': { auth } },
      credHelpers: { 'b.example': 'pass', 'c.example': 'gcr' },
    }
    const { found, withHelper } = await findIn(config).list()
    expect(found.map(({ entry }) => entry.host)).toEqual(['a.example'])
    expect(withHelper.map(({ host }) => host)).toEqual(['b.example', 'c.example'])
    const all = await findIn({ ...config, credsStore: 'desktop' }).list()
    expect(all.found).toEqual([])
    expect(all.withHelper.map(({ host }) => host)).toEqual(['a.example', 'b.example', 'c.example'])
  })

  it('offers no tokens, and nothing without a user or a secret', async () => {
    const auths = {
      'a.example': { auth, identitytoken: 'x' },
      'b.example': { auth, registrytoken: 'x' },
      'c.example': {},
      'd.example': { auth: base64('no colon') },
      'e.example': { auth: base64(':s') },
      'f.example': { username: 'bob', password: 'p' },
      'g.example': 'text',
    }
    expect(await hostsOf({ auths })).toEqual(['bob@f.example/'])
  })

  const odd: [string, unknown][] = [
    ['half JSON', '{"auths": {'],
    ['a list', []],
    ['auths that are a list', { auths: [] }],
    ['nothing', ''],
    ['2 MiB', JSON.stringify({ auths: { 'a.example': { auth } }, x: 'x'.repeat(2 * 1024 * 1024) })],
  ]
  it.each(odd)('finds nothing in %s', async (_name, config) => {
    expect(await findIn(config).list()).toEqual({ found: [], withHelper: [] })
  })

  it('reads a file that begins with a byte order mark', async () => {
    expect(await hostsOf(`\uFEFF${JSON.stringify({ auths: { 'a.example': { auth } } })}`)).toEqual([
      'ann@a.example/',
    ])
  })

  it('names the same entry the same way, until the file has changed', async () => {
    const folder = temporaryFolder()
    const file = path.join(folder, '.config', 'helm', 'registry', 'config.json')
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify({ auths: { 'a.example': { auth } } }))
    chmodSync(file, 0o400)
    const found = createFoundSignIns({ platform: 'linux', homeDir: folder, env: {} })
    const [first] = (await found.list()).found
    const [second] = (await found.list()).found
    expect(second?.id).toBe(first?.id)
    expect(first?.file).toMatchObject({
      source: 'helm',
      shown: '~/.config/helm/registry/config.json',
    })
    chmodSync(file, 0o600)
    writeFileSync(file, '{}')
    await expect(found.reveal(first?.id ?? '')).rejects.toMatchObject({
      code: 'not-found',
      reason: 'sign-in',
    })
  })
})
