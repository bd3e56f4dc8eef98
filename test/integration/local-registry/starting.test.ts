import { once } from 'node:events'
import { appendFile, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createFolder, jsonOf, startRegistry } from '../../support/local-registry/registry-rig.ts'
import { spawnKeeper } from '../../support/local-registry/spawn-keeper.ts'

describe('a registry that starts again', () => {
  it('has everything it had', async () => {
    await using first = await startRegistry()
    const subject = await first.pushImage('app', '1.0.0')
    const { digest: of, text } = subject
    const descriptor = { mediaType: 'application/json', digest: of, size: text.length }
    const signature = await first.pushImage('app', 'signature', { subject: descriptor })
    await first.call('DELETE', '/v2/app/manifests/signature')
    await first.stop()

    await using again = await startRegistry({ dataDir: first.dataDir })
    expect(again.registry.isNew).toBe(false)
    expect(jsonOf(await again.call('GET', '/v2/app/tags/list'))).toEqual({
      name: 'app',
      tags: ['1.0.0'],
    })
    expect((await again.call('GET', `/v2/app/manifests/1.0.0`)).body.toString()).toBe(text)
    const layer = await again.call('GET', `/v2/app/blobs/${subject.layer.digest}`)
    expect(layer.body).toHaveLength(64)
    const referrers = jsonOf(await again.call('GET', `/v2/app/referrers/${of}`))
    expect(referrers).toMatchObject({ manifests: [{ digest: signature.digest }] })
  })

  it('keeps its port while that is free, and takes another when it is not', async () => {
    await using home = await createFolder()
    const first = await startRegistry({ dataDir: home.folder })
    await first.stop()
    const unset = { dataDir: home.folder }
    const { port: _, ...same } = { ...unset, port: undefined }
    const second = await startPlain(same)
    expect(second.port).toBe(first.port)
    await second.stop()

    await using other = await createFolder()
    const blocker = await startRegistry({ dataDir: other.folder, port: first.port })
    const third = await startPlain(same)
    expect(third.port).not.toBe(first.port)
    await third.stop()
    await blocker.stop()
  })

  it('says that a port it was told to use is taken', async () => {
    await using first = await startRegistry()
    await expect(startRegistry({ port: first.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('is new once', async () => {
    await using first = await startRegistry()
    expect(first.registry.isNew).toBe(true)
    await first.pushBlob('app', 'x')
    await first.stop()
    await using second = await startRegistry({ dataDir: first.dataDir })
    expect(second.registry.isNew).toBe(false)
  })
})

const startPlain = async ({ dataDir }: { dataDir: string }) => {
  const { createLocalRegistry } =
    await import('../../../electron/core/local-registry/local-registry.ts')
  const { silentLogger } = await import('../../support/local-registry/registry-rig.ts')
  const registry = createLocalRegistry({ dataDir, logger: silentLogger })
  const { port } = await registry.start()
  return { port, stop: () => registry.stop() }
}

describe('one owner of a data folder', () => {
  const startChild = async (dataDir: string) => {
    const child = spawnKeeper(dataDir)
    await once(child.stdout, 'data')
    return child
  }

  it('is refused to a second one, in this process or another, by name', async () => {
    await using home = await createFolder()
    const child = await startChild(home.folder)
    await expect(startRegistry({ dataDir: home.folder })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'folder-in-use',
      params: { dataDir: home.folder, pid: String(child.pid) },
    })
    child.kill('SIGKILL')
    await once(child, 'exit')

    await using here = await startRegistry({ dataDir: home.folder })
    await expect(startRegistry({ dataDir: home.folder })).rejects.toMatchObject({
      params: { pid: String(process.pid) },
    })
    expect((await here.call('GET', '/v2/')).status).toBe(200)
  })

  it('passes on when the owner is killed, even if its process id lives on', async () => {
    await using home = await createFolder()
    const child = await startChild(home.folder)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await writeFile(path.join(home.folder, 'owner'), '1')
    await using next = await startRegistry({ dataDir: home.folder })
    expect((await next.call('GET', '/v2/')).status).toBe(200)
  })
})

describe('a ledger that was hurt', () => {
  const ledgerOf = (dataDir: string) => path.join(dataDir, 'ledger.jsonl')

  it('loses only the line that was not finished', async () => {
    await using first = await startRegistry()
    await first.pushImage('app', '1.0.0')
    await first.pushImage('app', '2.0.0')
    await first.stop()
    await appendFile(ledgerOf(first.dataDir), '{"op":"tag","repository":"app","tag":"2.0')
    await using again = await startRegistry({ dataDir: first.dataDir })
    // One line: it would be lost if it were written behind the torn one.
    await again.call('DELETE', '/v2/app/manifests/2.0.0')
    await again.stop()
    await using third = await startRegistry({ dataDir: first.dataDir })
    const { body } = await third.call('GET', '/v2/app/tags/list')
    expect(JSON.parse(body.toString())).toEqual({ name: 'app', tags: ['1.0.0'] })
  })

  it('goes on without the damaged lines, and keeps the damaged file', async () => {
    await using first = await startRegistry()
    await first.pushImage('app', '1.0.0')
    await first.stop()
    const ledger = ledgerOf(first.dataDir)
    const damaged = `\0\0\0\nnot json\n${await readFile(ledger, 'utf8')}`
    await writeFile(ledger, damaged)
    await using again = await startRegistry({ dataDir: first.dataDir })
    expect((await again.call('HEAD', '/v2/app/manifests/1.0.0')).status).toBe(200)
    expect(await readFile(`${ledger}.damaged`, 'utf8')).toBe(damaged)
  })

  it('answers 404 for a manifest whose bytes are gone', async () => {
    await using rig = await startRegistry()
    const { digest } = await rig.pushImage('app', '1.0.0')
    const hex = digest.slice(7)
    const file = path.join(rig.dataDir, 'blobs', 'sha256', hex.slice(0, 2), hex)
    await truncate(file, 0)
    const { rm } = await import('node:fs/promises')
    await rm(file)
    expect((await rig.call('GET', '/v2/app/manifests/1.0.0')).status).toBe(404)
  })

  it('is rewritten short when most of it is history', async () => {
    await using first = await startRegistry()
    const { manifest } = await first.pushImage('app', 'kept')
    for (let round = 0; round < 600; round++) {
      await first.putManifest('app', 'moving', manifest)
      await first.call('DELETE', '/v2/app/manifests/moving')
    }
    await first.stop()
    const before = await stat(ledgerOf(first.dataDir))
    await using again = await startRegistry({ dataDir: first.dataDir })
    const after = await stat(ledgerOf(first.dataDir))
    expect(after.size).toBeLessThan(before.size / 100)
    const { body } = await again.call('GET', '/v2/app/tags/list')
    expect(JSON.parse(body.toString())).toEqual({ name: 'app', tags: ['kept'] })
  })
})
