import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createCommandRunner } from '../../../electron/adapters/command-runner.ts'
import { addRegistry, type AppRig, startApp } from '../../support/app-rig.ts'
import { addHelper, fakeCommands } from '../../support/fake-commands.ts'
import { createFakeKeychain } from '../../support/fake-keychain.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { ownSecrets, signInOf, startGuarded, user, withKeychain } from './guarded-registry.ts'

describe('sign-ins found on this machine', () => {
  const startWithFiles = async (spelled = (host: string) => host) => {
    const registry = await startGuarded()
    const homeDir = temporaryFolder()
    const auth = (secret: string) => ({ auth: Buffer.from(`ann:${secret}`).toString('base64') })
    mkdirSync(path.join(homeDir, '.docker'))
    writeFileSync(
      path.join(homeDir, '.docker/config.json'),
      JSON.stringify({
        auths: { [spelled(registry.host)]: auth('p4ssword'), '127.0.0.1:1': auth('other') },
        credHelpers: { 'gcr.io': 'gcloud' },
      }),
    )
    const fake = createFakeKeychain({})
    const rig = await startApp({ homeDir, ...withKeychain(fake) })
    return { registry, fake, rig, homeDir }
  }

  it('are listed without their secrets, imported with them, and those that fail say why', async () => {
    const { registry, fake, rig } = await startWithFiles()
    const { found } = await rig.call('signIns.found', {})
    expect(found).toMatchObject([
      { host: registry.host, username: 'ann', source: 'docker', file: '~/.docker/config.json' },
      { host: '127.0.0.1:1', username: 'ann', alreadyAdded: false },
      { host: 'gcr.io', secretIn: { kind: 'missing-helper', name: 'gcloud' } },
    ])
    const chosen = found.map(({ id }) => ({ foundId: id, keep: 'keychain' as const }))
    const imported = await rig.call('signIns.import', { chosen, decisions: {} })
    expect(imported).toMatchObject({
      result: 'ok',
      added: [{ host: registry.host, signIn: { kind: 'user', username: 'ann' } }],
      failed: [
        { host: '127.0.0.1:1', reason: 'unreachable.connection-refused' },
        { host: 'gcr.io', reason: 'unauthorized.helper-missing', params: { name: 'gcloud' } },
      ],
    })
    expect(ownSecrets(fake)).toEqual(['p4ssword'])
    const after = await rig.call('signIns.found', {})
    expect(after.found.map(({ alreadyAdded }) => alreadyAdded)).toEqual([true, false, false])
    expect(JSON.stringify(rig.frames)).not.toContain('p4ssword')
  })

  it('say which file could not be read, and nothing of one that is empty or not there', async () => {
    const { rig, homeDir } = await startWithFiles()
    const docker = path.join(homeDir, '.docker/config.json')
    const look = async (text: string) => {
      writeFileSync(docker, text)
      const { found, broken } = await rig.call('signIns.found', {})
      return { count: found.length, broken }
    }
    const isBroken = { count: 0, broken: [{ file: '~/.docker/config.json', source: 'docker' }] }
    expect(await look('{"auths": {')).toEqual(isBroken)
    expect(await look('{"auths": "none"}')).toEqual(isBroken)
    expect(await look(' '.repeat(1024 * 1024 + 1))).toEqual(isBroken)
    expect(await look('\n')).toEqual({ count: 0, broken: [] })
    expect(await look('{}')).toEqual({ count: 0, broken: [] })
  })

  it.skipIf(process.platform === 'win32')('never go over plain HTTP off the machine', async () => {
    // 0.0.0.0 leads to this machine and is not a name of it.
    const { registry, rig } = await startWithFiles(host => host.replace('127.0.0.1', '0.0.0.0'))
    const { found } = await rig.call('signIns.found', {})
    const chosen = found.slice(0, 1).map(({ id }) => ({ foundId: id, keep: 'keychain' as const }))
    const decisions = { plainHttp: true }
    expect(await rig.call('signIns.import', { chosen, decisions })).toMatchObject({
      added: [],
      failed: [{ reason: 'unreachable.speaks-http' }],
    })
    expect(registry.requests).toEqual([])
  })

  it('sign in to a registry that is there without one, and leave another sign-in alone', async () => {
    const { registry, rig } = await startWithFiles()
    const { id } = await addRegistry(rig, registry.host)
    const { found } = await rig.call('signIns.found', {})
    const chosen = found.slice(0, 1).map(one => ({ foundId: one.id, keep: 'keychain' as const }))
    const imported = await rig.call('signIns.import', { chosen, decisions: {} })
    expect(imported).toMatchObject({ added: [{ id, signIn: { username: 'ann' } }], failed: [] })
    expect((await rig.call('registries.list', {})).registries).toHaveLength(1)

    registry.on(/^/, ({ pass }) => pass())
    const other = { registryId: id, signIn: user('bob', 'p'), decisions: {} }
    await rig.call('registries.signIn', other)
    expect(await rig.call('signIns.import', { chosen, decisions: {} })).toMatchObject({
      added: [],
      failed: [{ host: registry.host, reason: 'conflict.registry-exists' }],
    })
    expect(await signInOf(rig, id)).toMatchObject({ username: 'bob' })
  })

  it('can be used to sign in', async () => {
    const { registry, rig } = await startWithFiles()
    const { id: registryId } = await addRegistry(rig, registry.host)
    const { found } = await rig.call('signIns.found', {})
    const signIn = { kind: 'found', foundId: found[0]?.id ?? '' } as const
    const signed = await rig.call('registries.signIn', { registryId, signIn, decisions: {} })
    expect(signed).toMatchObject({ result: 'ok', registry: { signIn: { username: 'ann' } } })
    await rig.stream('repositories.list', { registryId })
  })
})

describe('a helper that is on no PATH', () => {
  /** Docker's file names it; the dialog of the desktop answers with each of these, one after the other. */
  const startMissing = async (answers: (string | undefined)[], name = 'away') => {
    const registry = await startGuarded()
    const homeDir = temporaryFolder()
    mkdirSync(path.join(homeDir, '.docker'))
    const config = JSON.stringify({ credHelpers: { [registry.host]: name } })
    writeFileSync(path.join(homeDir, '.docker/config.json'), config)
    const asked: string[] = []
    const desktop = {
      chooseFolder: async () => undefined,
      chooseCharts: async () => [],
      chooseSavePath: async () => undefined,
      chooseProgram: async (helper: string) => {
        asked.push(helper)
        return answers.shift()
      },
      revealFile: () => {},
      openExternal: async () => {},
      showTheme: () => {},
      showMenu: () => () => {},
    }
    const commands = createCommandRunner({
      env: { PATH: temporaryFolder(), HOME: homeDir },
      terminalPath: async () => undefined,
    })
    const options = { host: 'desktop', homeDir, ports: { desktop, commands } } as const
    return { registry, asked, options, rig: await startApp(options) }
  }

  /** Somewhere in the user's folders. */
  const helperIn = (entries: Parameters<typeof addHelper>[2]) => {
    const elsewhere = fakeCommands()
    const helper = addHelper(elsewhere, 'away', entries)
    return {
      ...helper,
      folder: elsewhere.folder,
      file: path.join(elsewhere.folder, 'docker-credential-away'),
    }
  }

  it('is located by the user, then asked as any other, and known after a restart', async () => {
    const answers: (string | undefined)[] = []
    const { registry, asked, options, rig } = await startMissing(answers)
    const entries = { [registry.host]: { Username: 'ann', Secret: 'p4ssword' } }
    const helper = helperIn(entries)
    answers.push(undefined, helper.file)
    const found = async (app: AppRig) => (await app.call('signIns.found', {})).found
    const before = await found(rig)
    expect(before).toMatchObject([{ secretIn: { kind: 'missing-helper', name: 'away' } }])

    expect(await rig.call('signIns.locateHelper', { name: 'away' })).toEqual({ located: false })
    expect(await found(rig)).toEqual(before)
    expect(await rig.call('signIns.locateHelper', { name: 'away' })).toEqual({ located: true })
    expect(asked).toEqual(['away', 'away'])
    // Showing where it is runs nothing: only the list after it asks, and for names.
    expect(helper.calls()).toEqual([])
    const [after] = await found(rig)
    expect(after).toMatchObject({ username: 'ann', secretIn: { kind: 'helper', name: 'away' } })
    expect(helper.calls().map(({ argv }) => argv)).toEqual([['list']])

    const chosen = [{ foundId: after?.id ?? '', keep: 'where-it-lies' as const }]
    const imported = await rig.call('signIns.import', { chosen, decisions: {} })
    expect(imported).toMatchObject({ added: [{ signIn: { secret: 'elsewhere' } }], failed: [] })
    await rig.app.close()

    const next = await startApp({ ...options, dataDir: rig.dataDir })
    const [{ id: registryId } = { id: '' }] = (await next.call('registries.list', {})).registries
    await next.stream('repositories.list', { registryId })
    expect(await signInOf(next, registryId)).toMatchObject({ secret: 'elsewhere' })
  })

  const wrong = [
    ['of another name', (folder: string) => path.join(folder, 'docker-credential-other'), 0o755],
    ['that may not be run', (folder: string) => path.join(folder, 'docker-credential-away'), 0o644],
  ] as const

  it.each(wrong)('is not a file %s', async (_name, fileIn, mode) => {
    const file = fileIn(temporaryFolder())
    writeFileSync(file, '#!/bin/sh\n')
    chmodSync(file, mode)
    const { rig } = await startMissing([file])
    await expect(rig.call('signIns.locateHelper', { name: 'away' })).rejects.toMatchObject({
      code: 'invalid-input',
      reason: 'not-the-helper',
      params: { name: 'away' },
    })
    const { found } = await rig.call('signIns.found', {})
    expect(found).toMatchObject([{ secretIn: { kind: 'missing-helper' } }])
  })

  it('is not a folder, nor asked for by what is no name', async () => {
    const folder = path.join(temporaryFolder(), 'docker-credential-away')
    mkdirSync(folder)
    const { rig, asked } = await startMissing([folder])
    const locate = (name: string) => rig.call('signIns.locateHelper', { name })
    await expect(locate('away')).rejects.toMatchObject({ reason: 'not-the-helper' })
    await expect(locate('../away')).rejects.toMatchObject({ reason: 'not-the-helper' })
    expect(asked).toEqual(['away'])
  })

  it('stays missing on the web host, which has no dialog', async () => {
    const rig = await startApp()
    await expect(rig.call('signIns.locateHelper', { name: 'away' })).rejects.toMatchObject({
      code: 'unsupported',
    })
  })
})
