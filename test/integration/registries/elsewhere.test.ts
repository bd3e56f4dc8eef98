import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createMemorySecrets } from '../../../electron/adapters/memory-secrets.ts'
import { addRegistry, startApp } from '../../support/app-rig.ts'
import { putChart } from '../../support/chart-version.ts'
import { addHelper, fakeCommands } from '../../support/fake-commands.ts'
import { startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const basic = (username: string, secret: string) =>
  `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`

/** A registry behind Basic whose password can change; keeps the sign-ins it was shown. */
const startGuarded = async () => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.stop())
  putChart(registry, { repository: 'team/demo', tag: '1.0.0' })
  let right = basic('ann', 'first-secret')
  const shown: string[] = []
  registry.on(/^/, ({ request, response, pass }) => {
    const given = request.headers.authorization
    if (given !== undefined) shown.push(given)
    if (given === right) return pass()
    response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end()
  })
  return {
    host: registry.host,
    shown,
    accept: (username: string, secret: string) => {
      right = basic(username, secret)
    },
  }
}

const noKeychain = () => {
  const written: string[] = []
  const memory = createMemorySecrets()
  return {
    written,
    secrets: {
      ...memory,
      write: async (account: string, secret: string) => {
        if (!account.startsWith('local-registry')) written.push(secret)
        await memory.write(account, secret)
      },
    },
  }
}

/** An app on a machine of its own: a home folder, programs, a keychain that tells what it was given. */
const startMachine = async () => {
  const homeDir = temporaryFolder()
  const commands = fakeCommands()
  const { secrets, written } = noKeychain()
  const ports = { secrets, commands: commands.runner }
  const rig = await startApp({ homeDir, ports })
  const dockerFile = path.join(homeDir, '.docker/config.json')
  mkdirSync(path.dirname(dockerFile))
  const writeDocker = (config: unknown) => writeFileSync(dockerFile, JSON.stringify(config))
  return { rig, homeDir, commands, written, dockerFile, writeDocker, ports }
}
type Machine = Awaited<ReturnType<typeof startMachine>>

const auth = (username: string, secret: string) => ({
  auth: Buffer.from(`${username}:${secret}`).toString('base64'),
})

const importAll = async ({ rig }: Machine, keep: 'where-it-lies' | 'keychain') => {
  const { found } = await rig.call('signIns.found', {})
  const chosen = found.map(({ id }) => ({ foundId: id, keep }))
  const imported = await rig.call('signIns.import', { chosen, decisions: {} })
  if (imported.result !== 'ok') throw new Error(imported.decision)
  return imported
}

const onlyRegistry = async ({ rig }: Pick<Machine, 'rig'>) => {
  const [registry] = (await rig.call('registries.list', {})).registries
  if (!registry) throw new Error('no registry')
  return registry
}

/** Ends the client's memory of the last answer, as ten seconds would. */
const restart = async (machine: Machine) => {
  await machine.rig.app.close()
  const { homeDir, ports } = machine
  const rig = await startApp({ homeDir, ports, dataDir: machine.rig.dataDir })
  return { ...machine, rig }
}

describe('a sign-in used where it lies in a file', () => {
  const start = async () => {
    const registry = await startGuarded()
    const machine = await startMachine()
    machine.writeDocker({ auths: { [registry.host]: auth('ann', 'first-secret') } })
    const { added } = await importAll(machine, 'where-it-lies')
    return { registry, machine, added }
  }

  it('is shown with its file, kept nowhere, and read again after a restart', async () => {
    const { registry, machine, added } = await start()
    expect(added).toMatchObject([
      {
        signIn: {
          kind: 'user',
          username: 'ann',
          secret: 'elsewhere',
          keptBy: { kind: 'file', file: '~/.docker/config.json' },
          renewal: 'none',
        },
      },
    ])
    expect(machine.written).toEqual([])
    // docker login has written another password meanwhile.
    registry.accept('ann', 'second-secret')
    machine.writeDocker({ auths: { [registry.host]: auth('ann', 'second-secret') } })
    const next = await restart(machine)
    const { id } = await onlyRegistry(next)
    const listed = await next.rig.stream('repositories.list', { registryId: id })
    expect(listed.end).toMatchObject({ total: 1 })
    expect(JSON.stringify([next.rig.frames, machine.rig.frames])).not.toContain('-secret')
  })

  it('that was changed a moment ago is read again when the old one is refused', async () => {
    const { registry, machine } = await start()
    const { id } = await onlyRegistry(machine)
    await machine.rig.stream('repositories.list', { registryId: id })
    registry.accept('ann', 'second-secret')
    machine.writeDocker({ auths: { [registry.host]: auth('ann', 'second-secret') } })
    const listed = await machine.rig.stream('repositories.list', { registryId: id })
    expect(listed.end).toMatchObject({ total: 1 })
  })

  it.each([
    ['gone', () => undefined],
    ["somebody else's", (host: string) => ({ auths: { [host]: auth('bob', 'first-secret') } })],
    ['empty', () => ({})],
    ['half written', () => '{"auths":'],
  ])('says which file when it is %s', async (_name, change) => {
    const { registry, machine } = await start()
    const config = change(registry.host)
    if (config === undefined) rmSync(machine.dockerFile)
    else if (typeof config === 'string') writeFileSync(machine.dockerFile, config)
    else machine.writeDocker(config)
    const next = await restart(machine)
    const { id } = await onlyRegistry(next)
    registry.shown.length = 0
    await expect(next.rig.stream('repositories.list', { registryId: id })).rejects.toMatchObject({
      code: 'unauthorized',
      reason: 'sign-in-not-in-file',
      params: { file: '~/.docker/config.json', username: 'ann', host: registry.host },
    })
    expect(await onlyRegistry(next)).toMatchObject({
      signIn: { secret: 'missing', keptBy: { file: '~/.docker/config.json' } },
      state: { status: 'sign-in-needed' },
    })
    expect(registry.shown).toEqual([])
  })
})

describe('a sign-in kept by a helper', () => {
  const start = async (keep: 'where-it-lies' | 'keychain') => {
    const registry = await startGuarded()
    const machine = await startMachine()
    const helper = addHelper(machine.commands, 'pass', {
      [registry.host]: { Username: 'ann', Secret: 'first-secret' },
    })
    machine.writeDocker({ auths: { [registry.host]: {} }, credsStore: 'pass' })
    return { registry, machine, helper, ...(await importAll(machine, keep)) }
  }

  it('is asked for names before Import, and for the secret after it', async () => {
    const { machine, helper, added } = await start('where-it-lies')
    expect(added).toMatchObject([
      {
        signIn: {
          username: 'ann',
          secret: 'elsewhere',
          keptBy: { kind: 'helper', name: 'pass', file: '~/.docker/config.json' },
          renewal: 'helper',
        },
      },
    ])
    expect(helper.calls().map(({ argv }) => argv[0])).toEqual(['list', 'get'])
    expect(machine.written).toEqual([])
    const { id } = await onlyRegistry(machine)
    await machine.rig.stream('repositories.list', { registryId: id })
    // What was just given is not asked for again.
    expect(helper.calls()).toHaveLength(2)
  })

  it('goes to the keychain when copied, and stays renewable', async () => {
    const { registry, machine, helper } = await start('keychain')
    expect(machine.written).toEqual(['first-secret'])
    const { id, signIn } = await onlyRegistry(machine)
    expect(signIn).toMatchObject({ secret: 'keychain', renewal: 'helper' })
    helper.set({ [registry.host]: { Username: 'ann', Secret: 'second-secret' } })
    registry.accept('ann', 'second-secret')
    const renewed = await machine.rig.call('signIns.renew', { registryId: id })
    expect(renewed.registry.signIn).toMatchObject({ secret: 'keychain' })
    expect(renewed.registry.signIn).toHaveProperty('renewedAtMs')
    expect(machine.written).toEqual(['first-secret', 'second-secret'])
    await machine.rig.stream('repositories.list', { registryId: id })
    // The old one is gone from there.
    expect(await machine.ports.secrets.list()).toHaveLength(2)
  })

  it.each(['where-it-lies', 'keychain'] as const)(
    'is asked once more when the registry takes it no longer (%s)',
    async keep => {
      const { registry, machine, helper } = await start(keep)
      const { id } = await onlyRegistry(machine)
      helper.set({ [registry.host]: { Username: 'ann', Secret: 'second-secret' } })
      registry.accept('ann', 'second-secret')
      const listed = await machine.rig.stream('repositories.list', { registryId: id })
      expect(listed.end).toMatchObject({ total: 1 })
      const before = helper.calls().length
      // A fresh one that is refused too: asking again gives no better one.
      registry.accept('ann', 'third-secret')
      const repository = 'team/demo'
      for (let tries = 0; tries < 3; tries++) {
        await expect(
          machine.rig.stream('versions.list', { registryId: id, repository }),
        ).rejects.toMatchObject({ code: expect.stringMatching(/unauthorized|forbidden/) })
      }
      expect(helper.calls()).toHaveLength(before)
    },
  )

  it('that is not there any more is named', async () => {
    const { registry, machine, helper } = await start('where-it-lies')
    helper.set({})
    const next = await restart(machine)
    const { id } = await onlyRegistry(next)
    await expect(next.rig.stream('repositories.list', { registryId: id })).rejects.toMatchObject({
      reason: 'sign-in-not-with-helper',
      params: { name: 'docker-credential-pass', username: 'ann', host: registry.host },
    })
    rmSync(path.join(machine.commands.folder, 'docker-credential-pass'))
    const last = await restart(next)
    await expect(last.rig.stream('repositories.list', { registryId: id })).rejects.toMatchObject({
      reason: 'helper-missing',
      params: { name: 'pass' },
    })
  })

  it('is forgotten on sign-out, and the helper keeps it', async () => {
    const { machine, helper } = await start('where-it-lies')
    const { id } = await onlyRegistry(machine)
    await machine.rig.call('registries.signOut', { registryId: id })
    expect((await onlyRegistry(machine)).signIn).toEqual({ kind: 'anonymous' })
    await expect(machine.rig.stream('repositories.list', { registryId: id })).rejects.toMatchObject(
      { reason: 'sign-in-needed' },
    )
    expect(Object.keys(helper.entries())).toHaveLength(1)
    expect(helper.calls().map(({ argv }) => argv[0])).not.toContain('erase')
  })
})

describe('tokens of a docker config', () => {
  const startWithTokens = async (entry: (host: string) => Record<string, string>) => {
    const registry = await startFaultRegistry()
    onTestFinished(() => registry.stop())
    putChart(registry, { repository: 'team/demo', tag: '1.0.0' })
    const seen: { path: string; authorization: string | undefined; body: string }[] = []
    registry.on(/^/, ({ request, response, pass }) => {
      const { authorization } = request.headers
      seen.push({ path: request.path, authorization, body: request.body.toString() })
      if (request.path === '/token') {
        const isRight = request.body.toString().includes('refresh_token=id-token-1')
        response
          .writeHead(isRight ? 200 : 401)
          .end(JSON.stringify({ access_token: 'from-id-token' }))
        return
      }
      const isRight = /^Bearer (own-token-1|from-id-token)$/.test(authorization ?? '')
      if (isRight) return pass()
      const realm = `Bearer realm="http://${registry.host}/token",service="test"`
      response.writeHead(401, { 'www-authenticate': realm }).end()
    })
    const machine = await startMachine()
    machine.writeDocker({ auths: { [registry.host]: entry(registry.host) } })
    return { registry, machine, seen }
  }

  it.each(['where-it-lies', 'keychain'] as const)(
    "a registry's own token goes to the registry as it is, and nowhere else (%s)",
    async keep => {
      const { machine, seen } = await startWithTokens(() => ({ registrytoken: 'own-token-1' }))
      await importAll(machine, keep)
      const next = await restart(machine)
      const { id, signIn } = await onlyRegistry(next)
      expect(signIn).toMatchObject({ username: '<token>' })
      const listed = await next.rig.stream('repositories.list', { registryId: id })
      expect(listed.end).toMatchObject({ total: 1 })
      expect(seen.filter(({ path: asked }) => asked === '/token')).toEqual([])
    },
  )

  it.each(['where-it-lies', 'keychain'] as const)(
    'an identity token goes to the token service, and never to the registry (%s)',
    async keep => {
      const { machine, seen } = await startWithTokens(() => ({
        auth: Buffer.from('ann:').toString('base64'),
        identitytoken: 'id-token-1',
      }))
      await importAll(machine, keep)
      const next = await restart(machine)
      const { id } = await onlyRegistry(next)
      const listed = await next.rig.stream('repositories.list', { registryId: id })
      expect(listed.end).toMatchObject({ total: 1 })
      const toRegistry = seen.filter(({ path: asked }) => asked !== '/token')
      expect(JSON.stringify(toRegistry)).not.toContain('id-token-1')
      expect(JSON.stringify([next.rig.frames, machine.rig.frames])).not.toContain('token-1')
    },
  )
})

it('a sign-in found for one registry is never sent to another', async () => {
  const registry = await startGuarded()
  const other = await startGuarded()
  const machine = await startMachine()
  machine.writeDocker({ auths: { [registry.host]: auth('ann', 'first-secret') } })
  const { found } = await machine.rig.call('signIns.found', {})
  const signIn = { kind: 'found', foundId: found[0]?.id ?? '' } as const
  await expect(addRegistry(machine.rig, other.host, signIn)).rejects.toMatchObject({
    code: 'invalid-input',
    reason: 'sign-in-of-another-host',
  })
  expect(other.shown).toEqual([])
})

it('a vendor program that nobody has for this registry is not started', async () => {
  const registry = await startGuarded()
  const machine = await startMachine()
  machine.commands.add('aws', () => ({ stdout: 'first-secret' }))
  await expect(
    addRegistry(machine.rig, registry.host, { kind: 'command', command: 'aws' }),
  ).rejects.toMatchObject({ code: 'unsupported', reason: 'no-command' })
  expect(machine.commands.calls('aws')).toEqual([])
  expect(await machine.rig.call('signIns.renewalCommand', { address: registry.host })).toEqual({})
  const address = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
  expect(await machine.rig.call('signIns.renewalCommand', { address, profile: 'work' })).toEqual({
    command: {
      command: 'aws',
      program: path.join(machine.commands.folder, 'aws'),
      arguments: 'ecr get-login-password --region eu-west-1 --profile work'.split(' '),
    },
  })
})
