import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chartWith } from '../../support/archives/chart-archive.ts'
import { tarMember } from '../../support/archives/tar-blocks.ts'

const entry = path.resolve(import.meta.dirname, '../../support/archives/measured-inspect.ts')
const content = Buffer.alloc(5 * 1024 * 1024, 'x')
const members = (count: number, name: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => tarMember({ name: name(at), content }))

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chart-memory-'))
})
afterAll(() => rm(folder, { recursive: true }))

// docs/threats.md, "Limits" allows 256 MiB; most cost far less.
test.each<[string, () => Buffer, string, number]>([
  [
    '105 MiB of files',
    () => chartWith(...members(21, at => `demo/${at}`)),
    'too-large/archive-unpacked',
    96,
  ],
  [
    '20 nested archives of 95 MiB',
    () => {
      const nested = chartWith(...members(19, at => `demo/${at}`))
      const names = Array.from({ length: 20 }, (_, at) => `demo/charts/${at}.tgz`)
      return chartWith(...names.map(name => tarMember({ name, content: nested })))
    },
    'too-large/archive-unpacked',
    96,
  ],
  [
    'one file of 95 MiB',
    () => chartWith(tarMember({ name: 'demo/data', content: Buffer.alloc(95 * 1024 * 1024, 'x') })),
    'accepted',
    96,
  ],
  [
    '95 MiB of values, all kept to be parsed',
    () => chartWith(...members(19, at => `demo/charts/s${at}/values.yaml`)),
    'accepted',
    256,
  ],
])('%s cost little memory', async (_name, archive, verdict, limitMiB) => {
  const file = path.join(folder, 'archive.tgz')
  await writeFile(file, archive())
  const child = fork(entry, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  child.send(file)
  const [told] = await once(child, 'message')
  child.kill()
  expect(told).toMatchObject({ verdict })
  expect(told.grownMiB).toBeLessThan(limitMiB)
})
