import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Digest } from '../../../shared/model/digest.ts'
import { createForkedParser } from '../../../electron/adapters/forked-parser.ts'
import { systemClock } from '../../../electron/adapters/system-clock.ts'
import { createChartReader } from '../../../electron/core/parser/chart-reader.ts'
import { helmManifest } from '../../../electron/core/archive/helm-manifest.ts'
import type { Clock, ParserChild, ParserProcess } from '../../../electron/core/ports.ts'
import { chartArchive, chartWith, goodChartYaml } from '../../support/archives/chart-archive.ts'
import { tarMember } from '../../support/archives/tar-blocks.ts'

const parserEntry = path.resolve(import.meta.dirname, '../../../electron/parser/main.ts')
const hangingEntry = path.resolve(import.meta.dirname, '../../support/archives/hanging-parser.ts')
const { signal } = new AbortController()

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chart-reader-'))
})
afterAll(() => rm(folder, { recursive: true }))

const save = async (name: string, archive: Uint8Array): Promise<string> => {
  const file = path.join(folder, name)
  await writeFile(file, archive)
  return file
}

const sha256 = (bytes: Uint8Array) =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest

/** Counts the processes of the real adapter and lets a test end one. */
const counted = (entry: string) => {
  const forked = createForkedParser(entry)
  const children: ParserChild[] = []
  const exited: ParserChild[] = []
  const parserProcess: ParserProcess = {
    start: () => {
      const child = forked.start()
      children.push(child)
      child.onExit(() => exited.push(child))
      return child
    },
  }
  return { parserProcess, children, exited }
}

/** An archive that was read before, and how often its path was asked for. */
const known = (file: string, archive: Uint8Array) => {
  const asked = { paths: 0 }
  const path = async () => {
    asked.paths += 1
    return file
  }
  return { digest: sha256(archive), path, asked }
}

const openReader = (entry: string, clock: Clock = systemClock) => {
  const { parserProcess, children, exited } = counted(entry)
  const reader = createChartReader({ parserProcess, clock })
  return { reader, children, exited, [Symbol.asyncDispose]: () => reader.close() }
}

describe('the parser process', () => {
  test('hands an annotation called __proto__ on, into the manifest that helm would push', async () => {
    await using opened = openReader(parserEntry)
    const chartYaml = `${goodChartYaml}annotations:\n  __proto__: a\n  b: c\n`
    const file = await save('proto.tgz', chartArchive({ 'demo/Chart.yaml': chartYaml }))
    const inspected = await opened.reader.inspect(file, { signal })
    const chartLayer = { digest: inspected.archiveDigest, sizeBytes: inspected.archiveSizeBytes }
    const made = helmManifest({ inspected, created: '2020-01-01T00:00:00Z', chartLayer })
    expect(Buffer.from(made.manifest).toString()).toContain(
      '"annotations":{"__proto__":"a","b":"c",',
    )
  })

  test('reads an archive, its members and their bytes, one process for all', async () => {
    await using opened = openReader(parserEntry)
    const { reader, children } = opened
    const inner = chartArchive({ 'demo/Chart.yaml': goodChartYaml, 'demo/é.txt': 'ü' })
    const archive = chartWith(
      tarMember({ name: 'demo/charts/in.tgz', content: inner }),
      tarMember({ name: 'demo/l', type: '2', linkName: '/etc/passwd' }),
      tarMember({ name: 'demo/b', content: Buffer.from([0x89, 0, 0xff, 0]) }),
    )
    const file = known(await save('good.tgz', archive), archive)
    const inspected = await reader.inspect(file, { signal })
    expect(inspected.metadata.name).toBe('demo')
    expect(inspected.files.map(({ index }) => index)).toEqual(['0', '1', '1/0', '1/1', '2', '3'])
    expect(await reader.file(file, '1/1', { signal })).toEqual({
      kind: 'text',
      text: 'ü',
      notices: [],
      sizeBytes: 2,
    })
    expect(await reader.file(file, '2', { signal })).toEqual({
      kind: 'link',
      linkTarget: '/etc/passwd',
    })
    expect(await reader.file(file, '3', { signal })).toEqual({ kind: 'binary', sizeBytes: 4 })
    expect(Buffer.from(await reader.bytes(file, '1', { signal })).equals(inner)).toBe(true)
    await expect(reader.bytes(file, '2', { signal })).rejects.toMatchObject({
      reason: 'member-no-content',
    })
    await expect(reader.file(file, '1/7', { signal })).rejects.toMatchObject({
      reason: 'member-unknown',
    })
    expect(children).toHaveLength(1)
  })

  test('hands errors over whole', async () => {
    await using opened = openReader(parserEntry)
    const file = await save('climbs.tgz', chartWith(tarMember({ name: 'demo/../../x' })))
    await expect(opened.reader.inspect(file, { signal })).rejects.toMatchObject({
      code: 'invalid-input',
      reason: 'member-parent',
      params: { member: 'demo/../../x' },
    })
    await expect(
      opened.reader.inspect(path.join(folder, 'none.tgz'), { signal }),
    ).rejects.toMatchObject({
      code: 'unexpected',
      reason: 'parser-failed',
      params: { detail: 'ENOENT' },
    })
  })

  test('cannot write a file or start a program', async () => {
    const probe = path.join(folder, 'probe.mjs')
    await writeFile(
      probe,
      `import { writeFileSync } from 'node:fs'
       import { spawnSync } from 'node:child_process'
       const tried = run => { try { run(); return 'done' } catch (error) { return error.code } }
       process.on('message', ({ id }) => process.send([
         tried(() => writeFileSync(${JSON.stringify(path.join(folder, 'written'))}, 'x')),
         tried(() => spawnSync('true')),
         Object.keys(process.env).filter(name => name !== 'NODE_CHANNEL_FD' && name !== 'NODE_CHANNEL_SERIALIZATION_MODE').join(),
       ]))`,
    )
    const child = createForkedParser(probe).start()
    const { promise, resolve } = Promise.withResolvers<unknown>()
    child.onMessage(resolve)
    child.post({ id: 1 })
    expect(await promise).toEqual(['ERR_ACCESS_DENIED', 'ERR_ACCESS_DENIED', ''])
    child.kill()
  })

  test('when it dies, the job fails typed and the next one gets a new process', async () => {
    await using opened = openReader(hangingEntry)
    const { reader, children } = opened
    await expect(reader.inspect('/dies.tgz', { signal })).rejects.toMatchObject({
      code: 'unexpected',
      reason: 'parser-died',
    })
    const second = reader.inspect('/waits.tgz', { signal })
    await expect.poll(() => children.length).toBe(2)
    children[1]?.kill()
    await expect(second).rejects.toMatchObject({ reason: 'parser-died' })
  })

  test('an answer that is none ends the process, one of the wrong shape the job', async () => {
    await using opened = openReader(hangingEntry)
    await expect(opened.reader.inspect('/babbles.tgz', { signal })).rejects.toMatchObject({
      reason: 'parser-died',
    })
    await expect(opened.reader.inspect('/lies.tgz', { signal })).rejects.toThrow(/metadata/)
  })

  test('a text that takes too long is given up by name after 2 s, a job after 20 s', async () => {
    const waits: number[] = []
    const patience: Record<number, number> = { 2_000: 20, 20_000: 60_000 }
    const clock: Clock = {
      ...systemClock,
      sleep: async (ms, aborted) => {
        waits.push(ms)
        await systemClock.sleep(patience[ms] ?? ms, aborted)
      },
    }
    await using opened = openReader(hangingEntry, clock)
    const { reader, children } = opened
    await expect(reader.inspect('/hangs-in-text.tgz', { signal })).rejects.toMatchObject({
      code: 'invalid-input',
      reason: 'parse-timeout',
      params: { path: 'values.yaml' },
    })
    patience[20_000] = 20
    await expect(reader.inspect('/waits.tgz', { signal })).rejects.toMatchObject({
      reason: 'parse-timeout',
      params: { path: '' },
    })
    expect(children).toHaveLength(2)
    expect(waits.filter(ms => ms < 60_000)).toEqual([20_000, 2_000, 20_000])
  })

  test('a cancelled job ends at once, also one that waits for its turn, and nobody else notices', async () => {
    await using opened = openReader(parserEntry)
    const file = await save('later.tgz', chartArchive({ 'demo/Chart.yaml': goodChartYaml }))
    const running = new AbortController()
    const queued = new AbortController()
    const first = opened.reader.inspect(file, { signal: running.signal })
    const second = opened.reader.inspect(file, { signal: queued.signal })
    const third = opened.reader.inspect(file, { signal })
    running.abort()
    queued.abort()
    await expect(first).rejects.toMatchObject({ code: 'cancelled' })
    await expect(second).rejects.toMatchObject({ code: 'cancelled' })
    expect((await third).metadata.name).toBe('demo')
  })

  test('a hostile chart, opened 60 times, is refused each time by one process', async () => {
    await using opened = openReader(parserEntry)
    const { reader, children } = opened
    const file = await save(
      'deep.tgz',
      chartArchive({ 'demo/Chart.yaml': `${goodChartYaml}x: ${'['.repeat(20_000)}` }),
    )
    for (let time = 0; time < 60; time += 1) {
      await expect(reader.inspect(file, { signal })).rejects.toMatchObject({ reason: 'yaml-deep' })
    }
    expect(children).toHaveLength(1)
  })

  test('nothing is written or followed beside the archive', async () => {
    await using opened = openReader(parserEntry)
    const before = await readdir(folder)
    const file = await save(
      'links.tgz',
      chartWith(
        tarMember({ name: 'demo/a', type: '2', linkName: '..' }),
        tarMember({ name: 'demo/a/b', content: 'x' }),
      ),
    )
    await symlink('/etc/passwd', path.join(folder, 'b'))
    await opened.reader.inspect(file, { signal })
    await opened.reader.bytes(known(file, await readFile(file)), '2', { signal })
    expect((await readdir(folder)).toSorted()).toEqual([...before, 'links.tgz', 'b'].toSorted())
  })
})

describe('several processes', () => {
  test('jobs go on beside each other, three at most; one that dies takes its own job only', async () => {
    const opened = openReader(hangingEntry)
    const { reader, children, exited } = opened
    const jobs = Array.from({ length: 5 }, () => reader.inspect('/waits.tgz', { signal }))
    const verdicts = jobs.map(job => job.catch((error: { reason: string }) => error.reason))
    await expect.poll(() => children.length).toBe(3)
    children[1]?.kill()
    expect(await verdicts[1]).toBe('parser-died')
    // Its place is taken by the next in line, and nobody else was disturbed.
    await expect.poll(() => children.length).toBe(4)
    expect(exited).toHaveLength(1)
    await reader.close()
    expect(await Promise.all(verdicts)).toEqual([
      'by-user',
      'parser-died',
      'by-user',
      'by-user',
      'by-user',
    ])
    await expect.poll(() => exited.length).toBe(4)
    await expect(reader.inspect('/waits.tgz', { signal })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(children).toHaveLength(4)
  })

  test('one that is idle for a minute ends, and the next job starts another', async () => {
    const patience = { idleMs: 60_000 }
    const clock: Clock = {
      ...systemClock,
      sleep: (ms, aborted) => systemClock.sleep(ms === 60_000 ? patience.idleMs : ms, aborted),
    }
    await using opened = openReader(parserEntry, clock)
    const { reader, children, exited } = opened
    const file = await save('idle.tgz', chartArchive({ 'demo/Chart.yaml': goodChartYaml }))
    await reader.inspect(file, { signal })
    patience.idleMs = 0
    await reader.inspect(file, { signal })
    expect(children).toHaveLength(1)
    await expect.poll(() => exited.length).toBe(1)
    await reader.inspect(file, { signal })
    expect(children).toHaveLength(2)
  })
})

describe('an archive that was read', () => {
  const archive = chartArchive({
    'demo/Chart.yaml': goodChartYaml,
    'demo/a.txt': 'a',
    'demo/b.txt': 'b',
  })

  test('stays open: its files are read by its digest, without its path', async () => {
    await using opened = openReader(parserEntry)
    const { reader, children } = opened
    const path = await save('open.tgz', archive)
    const file = known(path, archive)
    await reader.inspect(file, { signal })
    await rm(path)
    expect(await reader.file(file, '1', { signal })).toMatchObject({ text: 'a' })
    const told = await reader.files(file, ['2', '9', '1'], { signal })
    expect(told).toMatchObject([
      { content: { text: 'b' } },
      { error: { reason: 'member-unknown' } },
      { content: { text: 'a' } },
    ])
    expect(file.asked.paths).toBe(1)
    await save('open.tgz', archive)
    // With its process goes what it held.
    children[0]?.kill()
    await expect.poll(() => opened.exited.length).toBe(1)
    expect(await reader.file(file, '2', { signal })).toMatchObject({ text: 'b' })
    expect(file.asked.paths).toBe(2)
  })

  test('is read by another process too while its own is busy', async () => {
    await using opened = openReader(parserEntry)
    const { reader } = opened
    const file = known(await save('both.tgz', archive), archive)
    await reader.inspect(file, { signal })
    const files = await Promise.all(['1', '2'].map(index => reader.file(file, index, { signal })))
    expect(files).toMatchObject([{ text: 'a' }, { text: 'b' }])
    expect(opened.children.length).toBeLessThanOrEqual(2)
  })

  test('is not told for another that lies at its path by now', async () => {
    await using opened = openReader(parserEntry)
    const path = await save('other.tgz', chartArchive({ 'demo/Chart.yaml': goodChartYaml }))
    await expect(opened.reader.file(known(path, archive), '1', { signal })).rejects.toMatchObject({
      reason: 'parser-failed',
      params: { detail: 'digest' },
    })
  })

  test('a large answer comes in parts', async () => {
    await using opened = openReader(parserEntry)
    const text = `${'x'.repeat(99)}\n`.repeat(30_000)
    const names = Array.from({ length: 7 }, (_, at) => `demo/${at}.txt`)
    const large = chartArchive({
      'demo/Chart.yaml': goodChartYaml,
      ...Object.fromEntries(names.map(name => [name, text])),
    })
    const file = known(await save('large.tgz', large), large)
    const indexes = names.map((_, at) => String(at + 1))
    const told = await opened.reader.files(file, indexes, { signal })
    expect(told.map(one => 'content' in one && one.content.kind)).toEqual(names.map(() => 'text'))
  })
})
