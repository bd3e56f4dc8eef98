import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createForkedParser } from '../../../electron/adapters/forked-parser.ts'
import { systemClock } from '../../../electron/adapters/system-clock.ts'
import { createChartReader } from '../../../electron/core/parser/chart-reader.ts'
import { isAppError } from '../../../shared/errors.ts'
import { chartArchive, goodChartYaml } from '../../support/archives/chart-archive.ts'
import { createRandom, mutate, type Random } from '../../support/archives/mutations.ts'

const seconds = Number(process.env['CHARTROOM_FUZZ_SECONDS'] ?? 60)
const seed = Number(process.env['CHARTROOM_FUZZ_SEED'] ?? 20261122)
const parserEntry = path.resolve(import.meta.dirname, '../../../electron/parser/main.ts')

const good = chartArchive({
  'demo/Chart.yaml': `${goodChartYaml}keywords: [a, b]\nmaintainers: [{name: A, email: a@b.c}]\nannotations: &a {x: 1.10}\nother: *a\n`,
  'demo/values.yaml': 'a: &x {b: [1, 2]}\nc: *x\nd: |\n  text\ne: "q\\n"\n',
  'demo/Chart.lock': 'generated: "2020-01-01T00:00:00Z"\ndigest: sha256:ab\ndependencies: []\n',
  'demo/templates/a.yaml': '{{ .Values.a }}\n',
  'demo/charts/in-1.0.0.tgz': chartArchive({ 'in/Chart.yaml': goodChartYaml }),
  'demo/charts/sub/Chart.yaml': goodChartYaml,
  'demo/README.md': '# Demo\n',
})

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chart-fuzz-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Half of them break the file as it lies there, half the tar within, which gets further. */
const broken = (random: Random): Buffer =>
  random.below(2) === 0
    ? mutate(good, random)
    : gzipSync(mutate(gunzipSync(good), random), { level: 1 })

test(
  `${seconds} s of broken archives: each is read or refused by name, by a process that lives on`,
  { timeout: (seconds + 60) * 1000 },
  async () => {
    const forked = createForkedParser(parserEntry)
    let started = 0
    const parserProcess = {
      start: () => {
        started += 1
        return forked.start()
      },
    }
    const reader = createChartReader({ parserProcess, clock: systemClock })
    const { signal } = new AbortController()
    const file = path.join(folder, 'fuzzed.tgz')
    const random = createRandom(seed)
    const told = { read: 0, refused: 0 }
    const end = performance.now() + seconds * 1000
    while (performance.now() < end) {
      await writeFile(file, broken(random))
      try {
        await reader.inspect(file, { signal })
        told.read += 1
      } catch (error) {
        const name = isAppError(error) ? error.message : String(error)
        expect(name, `seed ${seed}, archive ${told.read + told.refused}`).toMatch(
          /^(?:invalid-input|too-large)\/(?!parse-timeout)/,
        )
        told.refused += 1
      }
    }
    await reader.close()
    expect(started).toBe(1)
    expect(await readdir(folder)).toEqual(['fuzzed.tgz'])
    expect(told.read).toBeGreaterThan(0)
    expect(told.refused).toBeGreaterThan(0)
  },
)
