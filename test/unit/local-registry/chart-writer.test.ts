import { gunzipSync } from 'node:zlib'
import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { extract } from 'tar-stream'
import { expect, it } from 'vitest'
import { writeChartArchive } from '../../../electron/core/local-registry/chart-writer.ts'

const time = new Date('2026-04-07T10:00:00Z')

const read = async (archive: Uint8Array) => {
  const files: { name: string; mode: number | undefined; mtime: string; text: string }[] = []
  const tar = extract()
  tar.end(gunzipSync(archive))
  for await (const entry of tar) {
    const { name, mode, mtime } = entry.header
    const text = (await buffer(entry)).toString('latin1')
    files.push({ name, mode, mtime: mtime?.toISOString() ?? '', text })
  }
  return files
}

it('writes an archive that others read: members by name, one time, one mode', async () => {
  const files = [
    { path: 'demo/values.yaml', content: Buffer.from('a: 1\n') },
    { path: 'demo/Chart.yaml', content: Buffer.from('name: demo\n') },
    { path: 'demo/empty', content: Buffer.alloc(0) },
  ]
  const common = { mode: 0o644, mtime: '2026-04-07T10:00:00.000Z' }
  expect(await read(writeChartArchive(files, time))).toEqual([
    { name: 'demo/Chart.yaml', text: 'name: demo\n', ...common },
    { name: 'demo/empty', text: '', ...common },
    { name: 'demo/values.yaml', text: 'a: 1\n', ...common },
  ])
})

it('does not depend on the order in which files come', () => {
  const a = { path: 'demo/a', content: Buffer.from('a') }
  const b = { path: 'demo/b', content: Buffer.from('b') }
  const archive = writeChartArchive([a, b], time)
  expect(writeChartArchive([b, a], time)).toEqual(archive)
  expect(writeChartArchive([a, b], new Date(0))).not.toEqual(archive)
})

it.each([512, 65_535, 65_536, 200_000])('stores a file of %i bytes', async size => {
  const content = randomBytes(size)
  const [file] = await read(writeChartArchive([{ path: 'demo/blob', content }], time))
  expect(file?.text).toBe(content.toString('latin1'))
})

it('refuses a name that a ustar header cannot hold', () => {
  const content = Buffer.alloc(0)
  const longest = { path: 'd/'.padEnd(100, 'x'), content }
  expect(() => writeChartArchive([longest], time)).not.toThrow()
  expect(() => writeChartArchive([{ path: `${longest.path}x`, content }], time)).toThrow(/too long/)
})
