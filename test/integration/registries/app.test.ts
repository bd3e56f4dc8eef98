import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createKeychain } from '../../../electron/adapters/keychain.ts'
import { createLocalRegistry } from '../../../electron/core/local-registry/local-registry.ts'
import type { Desktop } from '../../../electron/core/ports.ts'
import type { Progress } from '../../../shared/ipc/contract.ts'
import { startApp } from '../../support/app-rig.ts'
import { createFakeKeychain } from '../../support/fake-keychain.ts'
import { quietLogger } from '../../support/quiet-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const keychainOf = (fake: ReturnType<typeof createFakeKeychain>) =>
  createKeychain({ load: async () => fake, timeoutMs: 20_000 })

describe('app.info', () => {
  it('does not wait for a keychain that hangs', async () => {
    const fake = createFakeKeychain({ hangs: true })
    const { call } = await startApp({ ports: { secrets: keychainOf(fake) } })
    expect(await call('app.info', {})).toMatchObject({
      keychain: { state: 'unavailable', reason: 'slow' },
      localRegistry: { running: true },
    })
    fake.answer()
  })

  it('tells once that damaged data was set aside', async () => {
    const dataDir = temporaryFolder()
    writeFileSync(path.join(dataDir, 'chartroom.db'), 'no database')
    const first = await startApp({ dataDir })
    const { dataNotice } = await first.call('app.info', {})
    expect(dataNotice).toMatchObject({ kind: 'copied-aside' })
    await first.app.close()
    const second = await startApp({ dataDir })
    expect((await second.call('app.info', {})).dataNotice).toBeUndefined()
  })

  it('says so when another process has the local registry', async () => {
    const dataDir = temporaryFolder()
    const owner = createLocalRegistry({
      dataDir: path.join(dataDir, 'local-registry'),
      logger: quietLogger,
    })
    await owner.start()
    const { app, call } = await startApp({ dataDir })
    expect((await call('app.info', {})).localRegistry.running).toBe(false)
    expect(app.localRegistry.running).toBe(false)
    await owner.stop()
  })
})

it('the local password is the same in every run, and in no file', async () => {
  const fake = createFakeKeychain({})
  const first = await startApp({ ports: { secrets: keychainOf(fake) } })
  const { password } = await first.call('signIns.localPassword', {})
  expect([...fake.entries.values()]).toEqual([password])
  await first.app.close()
  const second = await startApp({ dataDir: first.dataDir, ports: { secrets: keychainOf(fake) } })
  expect((await second.call('signIns.localPassword', {})).password).toBe(password)
})

it('the local password opens the registry for writing, and nothing else does', async () => {
  const { app, call } = await startApp()
  const { username, password } = await call('signIns.localPassword', {})
  const start = (secret?: string) =>
    fetch(`http://${app.localRegistry.address}/v2/a/blobs/uploads/`, {
      method: 'POST',
      ...(secret !== undefined && {
        headers: { authorization: `Basic ${btoa(`${username}:${secret}`)}` },
      }),
    }).then(response => response.status)
  expect(await start()).toBe(401)
  expect(await start('')).toBe(401)
  expect(await start(`${password}x`)).toBe(401)
  expect(await start(password)).toBe(202)
})

it('the last place is there again after a restart', async () => {
  const first = await startApp()
  expect(await first.call('app.lastPlace', {})).toEqual({ hash: '' })
  await first.call('app.rememberPlace', { hash: '#/r/local' })
  await first.app.close()
  const second = await startApp({ dataDir: first.dataDir })
  expect(await second.call('app.lastPlace', {})).toEqual({ hash: '#/r/local' })
})

it('windows are told what has changed, until they hang up', async () => {
  const { app, call } = await startApp()
  const told: Progress<'app.watch'>[] = []
  const hangUp = new AbortController()
  const watching = call(
    'app.watch',
    {},
    { signal: hangUp.signal, onProgress: change => void told.push(change) },
  )
  const { registry } = await call('registries.openLocal', {})
  app.openReference(`oci://${registry.host}/team/demo:1.0.0`)
  const place = { changed: 'place', hash: '#/r/local/team%2Fdemo/1.0.0' }
  expect(told).toEqual([{ changed: 'registries' }, place])
  hangUp.abort()
  await expect(watching).rejects.toMatchObject({ code: 'cancelled' })
  app.openReference(`oci://${registry.host}/team/demo:2.0.0`)
  expect(told).toHaveLength(2)
})

describe('a reference from outside', () => {
  const lastPlace = async (texts: readonly string[]) => {
    const rig = await startApp()
    const { registry } = await rig.call('registries.openLocal', {})
    for (const text of texts) rig.app.openReference(text.replace('HOST', registry.host))
    const { registries } = await rig.call('registries.list', {})
    expect(registries).toHaveLength(1)
    return (await rig.call('app.lastPlace', {})).hash
  }
  const digest = `sha256:${'0'.repeat(64)}`

  it.each([
    ['oci://HOST/team/demo', '#/r/local/team%2Fdemo'],
    ['oci://HOST/team/demo:1.0.0_b', '#/r/local/team%2Fdemo/1.0.0_b'],
    [`oci://HOST/demo:1.0.0@${digest}`, `#/r/local/demo/${digest}`],
  ])('%s is where the next window begins', async (text, hash) => {
    expect(await lastPlace([text])).toBe(hash)
  })

  it('leads nowhere where it is hostile, none, or of a registry that is not saved', async () => {
    const texts = [
      'oci://user:pw@HOST/team/demo:1',
      'oci://HOST/../etc:1',
      'oci://HOST/team/demo:1\n--inspect',
      'oci://HOST/team?tab=values',
      'https://HOST/team/demo:1',
      'HOST/team/demo:1',
      '#/draft/x',
      'oci://r.example/team/demo:1',
    ]
    expect(await lastPlace(texts)).toBe('')
  })
})

describe('app.openLink', () => {
  const open = async () => {
    const opened: string[] = []
    const desktop = {
      openExternal: async (url: URL) => void opened.push(url.href),
      showTheme: () => {},
      showMenu: () => () => {},
    } as unknown as Desktop
    const rig = await startApp({ ports: { desktop }, host: 'desktop' })
    return { opened, openLink: (url: string) => rig.call('app.openLink', { url }) }
  }

  it('opens web pages and mail', async () => {
    const { opened, openLink } = await open()
    await openLink('https://example.com/a?b')
    await openLink('mailto:ann@example.com')
    expect(opened).toEqual(['https://example.com/a?b', 'mailto:ann@example.com'])
  })

  it.each(['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share', 'no url'])(
    'does not open %s',
    async url => {
      const { opened, openLink } = await open()
      await expect(openLink(url)).rejects.toMatchObject({ reason: 'link-not-opened' })
      expect(opened).toEqual([])
    },
  )
})
