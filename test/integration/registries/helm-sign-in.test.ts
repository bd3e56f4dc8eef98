import { execFile } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findTool } from '../../../scripts/lib/tools.ts'
import { addRegistry, startApp } from '../../support/app-rig.ts'
import { putChart } from '../../support/chart-version.ts'
import { addHelper, fakeCommands } from '../../support/fake-commands.ts'
import { startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const username = 'robot$ann'
const secret = 'p4ss:wörd "quoted"'

/** A registry behind Basic, with one chart. */
const startGuarded = async () => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.stop())
  putChart(registry, { repository: 'team/demo', tag: '1.0.0' })
  const right = `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`
  registry.on(/^/, ({ request, response, pass }) => {
    if (request.headers.authorization === right) return pass()
    response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end()
  })
  return registry
}

/** Chartroom signed in there, on a machine with these programs and helm files of its own. */
const start = async () => {
  const registry = await startGuarded()
  const commands = fakeCommands()
  const homeDir = temporaryFolder()
  const file = path.join(homeDir, '.config/helm/registry/config.json')
  const rig = await startApp({ homeDir, ports: { commands: commands.runner } })
  const { id: registryId } = await addRegistry(rig, registry.host, {
    kind: 'user',
    username,
    secret,
  })
  const writeFile = (content: string) => {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  const signIn = (plainText?: boolean) =>
    rig.call('signIns.giveToHelm', {
      registryId,
      decisions: { ...(plainText !== undefined && { plainText }) },
    })
  const plan = async () => (await rig.call('signIns.planForHelm', { registryId })).plan
  return { registry, commands, file, rig, registryId, writeFile, signIn, plan }
}

const shown = '~/.config/helm/registry/config.json'
const owed = { result: 'needs-decision', decision: 'plain-text', file: shown }

describe('without helm on the machine', () => {
  it('its file is written after the password was said to be readable there', async () => {
    const { file, plan, signIn, registry, writeFile } = await start()
    expect(await plan()).toEqual({ via: 'file', shown: '', file: shown })
    writeFile('{"auths":{"b":{"auth":"x"}},"plugins":{"a":{"deep":[1]}},"HttpHeaders":{"k":"v"}}')
    expect(await signIn()).toEqual(owed)
    expect(readFileSync(file, 'utf8')).not.toContain(registry.host)
    expect(await signIn(true)).toEqual({ result: 'ok', via: 'file', file: shown })
    const text = readFileSync(file, 'utf8')
    expect(JSON.parse(text)).toEqual({
      auths: {
        b: { auth: 'x' },
        [registry.host]: { auth: Buffer.from(`${username}:${secret}`).toString('base64') },
      },
      plugins: { a: { deep: [1] } },
      HttpHeaders: { k: 'v' },
    })
    expect(text.split('\n')[1]).toBe('\t"auths": {')
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it.skipIf(process.platform === 'win32')(
    'a new file and its folder are for its owner',
    async () => {
      const { file, signIn } = await start()
      await signIn(true)
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700)
    },
  )

  it.skipIf(process.platform === 'win32')('a link stays one', async () => {
    const { file, signIn } = await start()
    const target = path.join(temporaryFolder(), 'config.json')
    writeFileSync(target, '{}')
    mkdirSync(path.dirname(file), { recursive: true })
    symlinkSync(target, file)
    await signIn(true)
    expect(lstatSync(file).isSymbolicLink()).toBe(true)
    expect(readFileSync(target, 'utf8')).toContain('auths')
  })

  it.each(['{', '[]', '""'])('a file that is no JSON object is left alone: %s', async content => {
    const { file, signIn, writeFile } = await start()
    writeFile(content)
    await expect(signIn(true)).rejects.toMatchObject({
      code: 'invalid-input',
      reason: 'helm-file',
      params: { file: shown },
    })
    expect(readFileSync(file, 'utf8')).toBe(content)
  })
})

describe('through the helper of its file', () => {
  it('stores there, and asks nothing', async () => {
    const { registry, commands, file, plan, signIn, writeFile } = await start()
    const helper = addHelper(commands, 'pass', {})
    commands.add('helm', () => ({}))
    writeFile('{"credsStore":"pass"}')
    expect(await plan()).toEqual({ via: 'helper', shown: 'docker-credential-pass', file: shown })
    expect(await signIn()).toEqual({ result: 'ok', via: 'helper', file: shown })
    expect(helper.entries()).toEqual({ [registry.host]: { Username: username, Secret: secret } })
    expect(readFileSync(file, 'utf8')).toBe('{"credsStore":"pass"}')
    expect(commands.calls('helm')).toEqual([])
  })

  it('prefers the one for this host, and names one that is missing', async () => {
    const { registry, plan, signIn, writeFile } = await start()
    writeFile(JSON.stringify({ credsStore: 'pass', credHelpers: { [registry.host]: 'own' } }))
    expect(await plan()).toMatchObject({ via: 'helper', shown: 'docker-credential-own' })
    await expect(signIn()).rejects.toMatchObject({
      reason: 'helper-missing',
      params: { name: 'own' },
    })
  })
})

describe('through helm', () => {
  it('is started with the password on standard input only', async () => {
    const { registry, commands, file, rig, plan, signIn } = await start()
    commands.add('helm', () => ({ stdout: 'Login Succeeded' }))
    const words = `registry login ${registry.host} --username robot$ann --password-stdin --plain-http`
    expect(await plan()).toEqual({
      via: 'helm-login',
      shown: `helm ${words.replace('robot$ann', "'robot$ann'")}`,
      file: shown,
    })
    expect(await signIn()).toEqual(owed)
    expect(commands.calls('helm')).toEqual([])
    expect(await signIn(true)).toEqual({ result: 'ok', via: 'helm-login', file: shown })
    const [call] = commands.calls('helm')
    expect(call?.argv).toEqual(words.split(' '))
    expect(call?.stdin).toBe(`${secret}\n`)
    expect(call?.env['HELM_REGISTRY_CONFIG']).toBe(file)
    expect(JSON.stringify(call?.env)).not.toContain('p4ss')
    expect(JSON.stringify(rig.frames)).not.toContain('p4ss')
  })

  it('owes nothing where helm will find a helper of its own', async () => {
    const { commands, signIn } = await start()
    commands.add('helm', () => ({}))
    addHelper(commands, 'secretservice', {})
    expect(await signIn()).toMatchObject({ result: 'ok', via: 'helm-login' })
  })

  it('repeats what helm said, without the secret', async () => {
    const { commands, rig, signIn } = await start()
    commands.add(
      'helm',
      (_call, data) => ({ stderr: `WARNING\nError: no way in with ${data.secret}\n`, exitCode: 1 }),
      { secret },
    )
    await expect(signIn(true)).rejects.toMatchObject({
      code: 'unauthorized',
      reason: 'helm-failed',
      params: { said: 'Error: no way in with ●●●.' },
    })
    expect(rig.logged.join('\n')).not.toContain('p4ss')
  })
})

it('there is nothing to sign helm in with at an anonymous registry', async () => {
  const { rig, registryId, signIn } = await start()
  await rig.call('registries.signOut', { registryId })
  await expect(signIn(true)).rejects.toMatchObject({ code: 'unsupported', reason: 'no-sign-in' })
})

// The judge: helm itself reads what was written.
describe.each(['helm3', 'helm4'] as const)('real %s', name => {
  const helm = findTool(name)

  const pull = async (host: string, file: string, commandsFolder: string) => {
    const destination = temporaryFolder()
    const reference = `oci://${host}/team/demo`
    const argv = ['pull', reference, '--version', '1.0.0', '--plain-http', '-d', destination]
    await promisify(execFile)(helm ?? '', argv, {
      env: { PATH: commandsFolder, HOME: destination, HELM_REGISTRY_CONFIG: file },
    })
    return existsSync(path.join(destination, 'demo-1.0.0.tgz'))
  }

  it.skipIf(helm === undefined)('is signed in by its file', async () => {
    const { registry, commands, file, signIn } = await start()
    await expect(pull(registry.host, file, commands.folder)).rejects.toThrow()
    await signIn(true)
    expect(await pull(registry.host, file, commands.folder)).toBe(true)
  })

  it.skipIf(helm === undefined)('signs itself in', async () => {
    const { registry, commands, file, signIn } = await start()
    symlinkSync(helm ?? '', path.join(commands.folder, 'helm'))
    expect(await signIn(true)).toMatchObject({ via: 'helm-login' })
    expect(await pull(registry.host, file, commands.folder)).toBe(true)
  })

  it.skipIf(helm === undefined)('is signed in through its helper', async () => {
    const { registry, commands, file, signIn, writeFile } = await start()
    const helper = addHelper(commands, 'pass', {})
    writeFile('{"credsStore":"pass"}')
    await signIn()
    expect(await pull(registry.host, file, commands.folder)).toBe(true)
    expect(helper.calls().map(({ argv }) => argv[0])).toContain('get')
  })
})
