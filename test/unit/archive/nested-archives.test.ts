import { describe, expect, test } from 'vitest'
import { chartArchive, goodChartYaml } from '../../support/archives/chart-archive.ts'
import { inspect, verdict } from '../../support/archives/inspect.ts'

const MiB = 1024 * 1024
const chart = (files: Record<string, string | Uint8Array> = {}) =>
  chartArchive({ 'demo/Chart.yaml': goodChartYaml, ...files })

describe('archives within an archive', () => {
  test('share one budget: 20 of 10 MiB each are too much', async () => {
    const content = Buffer.alloc(5 * MiB - 1)
    const bomb = chart({ 'demo/a': content, 'demo/b': content })
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [`demo/charts/${at}.tgz`, bomb]),
    )
    expect(await verdict(chart(files))).toBe('too-large/archive-unpacked')
  })

  test('may be eight deep and not nine', async () => {
    let nested = chart()
    for (let depth = 1; depth <= 8; depth += 1) nested = chart({ 'demo/charts/n.tgz': nested })
    expect(await verdict(nested)).toBe('accepted')
    expect(await verdict(chart({ 'demo/charts/n.tgz': nested }))).toBe('too-large/archive-nesting')
  })

  test('are listed with their members, by the index of the outer one', async () => {
    const inner = chart({ 'demo/values.yaml': 'a: 1\n' })
    const { files } = await inspect(
      chart({
        'demo/charts/in-1.0.0.tgz': chart({ 'demo/charts/deep.tgz': inner }),
        'demo/z': 'z',
      }),
    )
    expect(files.map(({ index, path, kind }) => `${index} ${path} ${kind}`)).toEqual([
      '0 Chart.yaml text',
      '1 charts/in-1.0.0.tgz archive',
      '1/0 charts/in-1.0.0.tgz/Chart.yaml text',
      '1/1 charts/in-1.0.0.tgz/charts/deep.tgz archive',
      '1/1/0 charts/in-1.0.0.tgz/charts/deep.tgz/Chart.yaml text',
      '1/1/1 charts/in-1.0.0.tgz/charts/deep.tgz/values.yaml text',
      '2 z text',
    ])
  })

  test('elsewhere, or skipped by helm, are files like others', async () => {
    const { files, pushRefusal } = await inspect(
      chart({
        'demo/files/x.tgz': chart(),
        'demo/charts/_x.tgz': chart(),
        'demo/charts/x.tgz.prov': 'p',
      }),
    )
    expect(files.map(({ kind }) => kind)).toEqual(['text', 'binary', 'binary', 'text'])
    expect(pushRefusal).toBeUndefined()
  })

  test.each([
    ['a subchart that is no archive', { 'demo/charts/x.tgz': 'not gzip' }, 'subchart-damaged'],
    ['a folder named like an archive', { 'demo/charts/x.tgz/a': 'x' }, 'subchart-folder'],
    ['a folder without Chart.yaml', { 'demo/charts/x/a': 'x' }, 'chart-yaml-missing'],
    ['a loose file below charts/', { 'demo/charts/README.md': 'x' }, 'chart-yaml-missing'],
    [
      'a subchart without a version',
      { 'demo/charts/x/Chart.yaml': 'name: x\n' },
      'chart-version-missing',
    ],
    [
      'a subchart whose values are broken',
      { 'demo/charts/x.tgz': chart({ 'demo/values.yaml': '[' }) },
      'yaml-syntax',
    ],
  ])('%s can be read and not pushed, for helm does not load it', async (_name, files, reason) => {
    expect((await inspect(chart(files))).pushRefusal?.reason).toBe(reason)
  })
})
