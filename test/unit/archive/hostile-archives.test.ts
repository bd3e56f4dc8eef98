import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  chartArchive,
  chartWith,
  goodChartYaml,
  tgz,
} from '../../support/archives/chart-archive.ts'
import { inspect, verdict } from '../../support/archives/inspect.ts'
import {
  longNameMember,
  paxMember,
  tarEnd,
  tarHeader,
  tarMember,
} from '../../support/archives/tar-blocks.ts'
import { groupWarnings } from '../../../renderer/components/warning-groups.ts'

const chartYaml = tarMember({ name: 'demo/Chart.yaml', content: goodChartYaml })
const text = tarMember({ name: 'demo/a.txt', content: 'hello' })
const good = chartArchive({ 'demo/Chart.yaml': goodChartYaml, 'demo/a.txt': 'hello' })
const bytes = (...values: number[]) => Uint8Array.from(values)
const changed = (archive: Buffer, at: number, value: number) => {
  const copy = Buffer.from(archive)
  copy[at < 0 ? copy.length + at : at] = value
  return copy
}
const MiB = 1024 * 1024

// A hundred megabytes take their time where others work, too.
const timeout = 60_000

describe('archives that are refused', { timeout }, () => {
  test.each<[string, () => Uint8Array, string]>([
    [
      'a member of 5 MiB + 1, which only helm 3 refuses',
      () => chartWith(tarMember({ name: 'demo/b', content: Buffer.alloc(5 * MiB + 1) })),
      'accepted',
    ],
    [
      'a Chart.yaml of 5 MiB + 1',
      () =>
        chartWith(tarMember({ name: 'demo/Chart.yaml', content: Buffer.alloc(5 * MiB + 1, '#') })),
      'too-large/yaml-text',
    ],
    [
      'a member of exactly 5 MiB',
      () => chartWith(tarMember({ name: 'demo/b', content: Buffer.alloc(5 * MiB) })),
      'accepted',
    ],
    [
      '101 MiB in members',
      () =>
        chartWith(
          ...Array.from({ length: 21 }, (_, at) =>
            tarMember({ name: `demo/${at}`, content: Buffer.alloc(5 * MiB) }),
          ),
        ),
      'too-large/archive-unpacked',
    ],
    [
      '120 MiB in one',
      () => chartWith(tarMember({ name: 'demo/b', content: Buffer.alloc(120 * MiB) })),
      'too-large/archive-unpacked',
    ],
    [
      '120 MiB after the end',
      () => gzipSync(Buffer.concat([chartYaml, tarEnd, Buffer.alloc(120 * MiB)]), { level: 1 }),
      'too-large/archive-unpacked',
    ],
    ['20,000 empty members', () => chartWith(manyMembers(20_000)), 'too-large/archive-members'],
    ['9,999 members', () => chartWith(manyMembers(9_998)), 'accepted'],
    [
      'a PAX name of 64 KiB',
      () => chartWith(paxMember({ path: `demo/${'n'.repeat(65_536)}` }, { name: 'demo/x' })),
      'invalid-input/member-name-long',
    ],
    [
      'a GNU name of 10 k segments',
      () => chartWith(longNameMember('a/'.repeat(10_000), { name: 'demo/x' })),
      'invalid-input/member-name-long',
    ],
    [
      'a PAX block above 1 MiB',
      () => chartWith(paxMember({ comment: 'c'.repeat(MiB) }, { name: 'demo/x' })),
      'too-large/archive-header',
    ],
    [
      'a negative base-256 size',
      () => chartWith(tarHeader({ name: 'demo/x', sizeField: Buffer.alloc(12, 0xff) }, 0)),
      'invalid-input/archive-damaged',
    ],
    [
      'a base-256 size beyond 64 bits',
      () => chartWith(tarHeader({ name: 'demo/x', sizeField: Buffer.alloc(12, 0xbf) }, 0)),
      'invalid-input/archive-damaged',
    ],
    [
      'a PAX size that is none',
      () => chartWith(paxMember({ size: '5x' }, { name: 'demo/x' })),
      'invalid-input/archive-damaged',
    ],
    [
      'a wrong checksum',
      () => chartWith(tarMember({ name: 'demo/x', breakChecksum: true })),
      'invalid-input/archive-damaged',
    ],
    [
      'cut inside a header',
      () => gzipSync(Buffer.concat([chartYaml, text.subarray(0, 100)])),
      'invalid-input/archive-truncated',
    ],
    [
      'cut inside a file',
      () => gzipSync(Buffer.concat([chartYaml, text.subarray(0, 514)])),
      'invalid-input/archive-truncated',
    ],
    [
      'zeros, then more',
      () => gzipSync(Buffer.concat([chartYaml, Buffer.alloc(512), text])),
      'invalid-input/archive-damaged',
    ],
    ['no end blocks, as helm takes it', () => gzipSync(chartYaml), 'accepted'],
    [
      'gzip cut in its data',
      () => good.subarray(0, good.length - 40),
      'invalid-input/archive-truncated',
    ],
    [
      'gzip cut in its trailer',
      () => good.subarray(0, good.length - 3),
      'invalid-input/archive-truncated',
    ],
    [
      'a wrong CRC',
      () => changed(good, -8, (good.at(-8) ?? 0) ^ 1),
      'invalid-input/archive-checksum',
    ],
    ['a wrong length', () => changed(good, -1, 1), 'invalid-input/archive-checksum'],
    [
      'broken deflate data',
      () => changed(good, 10, 0xff),
      'invalid-input/archive-compression-damaged',
    ],
    [
      'two gzip members are joined',
      () => Buffer.concat([gzipSync(chartYaml), gzipSync(Buffer.concat([text, tarEnd]))]),
      'accepted',
    ],
    ['a zip', () => bytes(0x50, 0x4b, 0x03, 0x04, 0, 0), 'invalid-input/not-an-archive'],
    ['nothing', () => bytes(), 'invalid-input/not-an-archive'],
    ['no members', () => tgz(), 'invalid-input/archive-empty'],
    [
      'folders only',
      () => tgz(tarMember({ name: 'demo/', type: '5' })),
      'invalid-input/archive-empty',
    ],
    ['no Chart.yaml', () => tgz(text), 'invalid-input/chart-yaml-missing'],
    [
      'two top folders, as helm takes it',
      () => tgz(chartYaml, tarMember({ name: 'other/b' })),
      'accepted',
    ],
    [
      'Chart.yaml without a folder',
      () => tgz(tarMember({ name: 'Chart.yaml', content: goodChartYaml })),
      'invalid-input/member-outside',
    ],
  ])('%s', async (_name, archive, expected) => expect(await verdict(archive())).toBe(expected))

  test.each([
    ['zip', Buffer.from([0x50, 0x4b, 0x03, 0x04])],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
    ['tar', Buffer.concat([chartYaml, tarEnd])],
    ['html', Buffer.from('<!DOCTYPE html><title>Sign in</title>')],
    ['yaml', Buffer.from('apiVersion: v2\nname: demo\n')],
    ['empty', Buffer.alloc(0)],
    ['unknown', Buffer.from([1, 2, 3, 4])],
  ])('says that it looks like %s', async (looksLike, archive) => {
    await expect(inspect(archive)).rejects.toMatchObject({ params: { looksLike } })
  })
})

describe('names that cost memory', () => {
  const long = 'x'.repeat(990)

  test('what nested archives add to names is bounded: 4 KiB would else be listed in 30 MiB', async () => {
    let nested = chartWith(Buffer.concat(Array<Buffer>(4_000).fill(tarMember({ name: 'demo/m' }))))
    for (let depth = 0; depth < 8; depth += 1) {
      nested = chartWith(
        paxMember({ path: `demo/charts/${long}.tgz` }, { name: 'n', content: nested }),
      )
    }
    expect(await verdict(nested)).toBe('too-large/archive-listing')
  })

  test('a link’s target of 60,000 characters is cut for the eye', async () => {
    const { files } = await inspect(
      chartWith(paxMember({ linkpath: 'l'.repeat(60_000) }, { name: 'demo/l', type: '2' })),
    )
    expect(files[1]?.linkTarget).toBe('l'.repeat(1024))
  })

  test('warnings are counted where there are more than anybody reads', async () => {
    const twice = Array.from({ length: 300 }, (_, at) => tarMember({ name: `demo/${at}` }))
    const { warnings } = await inspect(chartWith(...twice, ...twice))
    expect(warnings).toHaveLength(101)
    const more = { key: 'more-warnings', params: { of: 'duplicate-member', count: 200 } }
    expect(warnings.at(-1)).toEqual(more)
  })

  test('warnings of one kind hide none of another, and all are counted', async () => {
    const keys = Array.from({ length: 163 }, (_, at) => `k${at}: 1\nk${at}: 2\n`).join('')
    const { warnings } = await inspect(
      chartWith(
        tarMember({ name: 'demo/values.yaml', content: keys }),
        tarMember({ name: 'demo/link', type: '2', linkName: 'x' }),
      ),
    )
    const counts = groupWarnings(warnings).map(({ key, count, members }) => [
      key,
      count,
      members.length,
    ])
    expect(counts).toEqual([
      ['duplicate-key', 163, 100],
      ['link-not-followed', 1, 1],
    ])
  })
})

const manyMembers = (count: number) =>
  Buffer.concat(Array<Buffer>(count).fill(tarMember({ name: 'demo/m' })))

describe('archives that are odd', () => {
  const keys = async (archive: Uint8Array) =>
    (await inspect(archive)).warnings.map(({ key }) => key)
  const refusal = async (archive: Uint8Array) => (await inspect(archive)).pushRefusal?.reason

  test('a PAX size wins over the header, so the next member is found where Go finds it', async () => {
    const hidden = tarMember({ name: 'demo/hidden', content: '' })
    const archive = chartWith(
      paxMember({ size: '512' }, { name: 'demo/outer', sizeField: '00000000000\0', content: '' }),
      hidden,
      text,
    )
    const { files } = await inspect(archive)
    expect(files.map(file => file.path)).toEqual(['Chart.yaml', 'outer', 'a.txt'])
  })

  test('a missing end is told of', async () => {
    expect(await keys(gzipSync(chartYaml))).toEqual(['end-missing'])
  })

  test('garbage after the end is told of and not pushed; zeros are padding', async () => {
    const garbage = Buffer.concat([good, Buffer.from('x')])
    expect(await keys(garbage)).toEqual(['trailing-bytes'])
    expect(await refusal(garbage)).toBe('archive-trailing-bytes')
    expect(await keys(Buffer.concat([good, Buffer.alloc(1000)]))).toEqual([])
  })

  test('a second Chart.yaml is merged over the first, told of, and not pushed', async () => {
    const second = tarMember({
      name: 'demo/Chart.yaml',
      content: 'description: later\nversion: 2.0.0\n',
    })
    const inspected = await inspect(chartWith(second))
    expect(inspected.metadata).toMatchObject({
      name: 'demo',
      version: '2.0.0',
      description: 'later',
    })
    expect(inspected.warnings).toEqual([
      { key: 'duplicate-member', params: { path: 'Chart.yaml' } },
    ])
    expect(inspected.pushRefusal?.reason).toBe('duplicate-chart-file')
  })

  test('of two values.yaml the later is shown; below charts/ it is only told of', async () => {
    const values = (name: string, content: string) => tarMember({ name, content })
    const twice = chartWith(
      values('demo/values.yaml', 'a: 1\n'),
      values('demo/values.yaml', 'a: 2\n'),
    )
    expect((await inspect(twice)).values?.text).toBe('a: 2\n')
    expect(await refusal(twice)).toBe('duplicate-chart-file')
    const sub = tarMember({ name: 'demo/charts/s/Chart.yaml', content: goodChartYaml })
    expect(await keys(chartWith(sub, sub))).toEqual(['duplicate-member'])
    expect(await refusal(chartWith(sub, sub))).toBeUndefined()
  })

  test('links are listed, named and empty; nothing is read through them', async () => {
    const archive = chartWith(
      tarMember({ name: 'demo/passwd', type: '2', linkName: '/etc/passwd' }),
      tarMember({ name: 'demo/hard', type: '1', linkName: '../../secret' }),
      tarMember({ name: 'demo/Chart.lock', type: '2', linkName: '../../../.bashrc' }),
      tarMember({ name: 'demo/passwd/inside', content: 'x' }),
    )
    const { files, warnings, unpackedSizeBytes } = await inspect(archive)
    expect(files.slice(1)).toEqual([
      { path: 'passwd', index: '1', kind: 'link', sizeBytes: 0, linkTarget: '/etc/passwd' },
      { path: 'hard', index: '2', kind: 'link', sizeBytes: 0, linkTarget: '../../secret' },
      {
        path: 'Chart.lock',
        index: '3',
        kind: 'link',
        sizeBytes: 0,
        linkTarget: '../../../.bashrc',
      },
      { path: 'passwd/inside', index: '4', kind: 'text', sizeBytes: 1 },
    ])
    const links = ['passwd', 'hard', 'Chart.lock']
    expect(warnings).toEqual(links.map(path => ({ key: 'link-not-followed', params: { path } })))
    expect(unpackedSizeBytes).toBe(goodChartYaml.length + 1)
  })

  test('a link that promises content is a cut archive to helm', async () => {
    const lying = tarMember({
      name: 'demo/l',
      type: '2',
      linkName: 'x',
      sizeField: '00000000005\0',
    })
    expect(await verdict(chartWith(lying))).toBe('invalid-input/archive-truncated')
  })

  test('devices and sparse files are listed as unsupported; modes and owners do not matter', async () => {
    const sparse = tarMember({ name: 'demo/sparse', type: 'S', magic: 'ustar  \0' })
    const archive = chartWith(
      tarMember({ name: 'demo/fifo', type: '6' }),
      tarMember({ name: 'demo/tty', type: '3' }),
      tarMember({ name: 'demo/suid', mode: 0o6755, content: 'x' }),
      sparse,
    )
    const { files, pushRefusal } = await inspect(archive)
    expect(files.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'Chart.yaml text',
      'fifo unsupported',
      'tty unsupported',
      'suid text',
      'sparse unsupported',
    ])
    expect(pushRefusal?.reason).toBe('member-sparse')
  })

  test('names are shown with what cannot be seen spelled out', async () => {
    const name = 'demo/a\n\u001b[31m\u202egnp.exe'
    const { files } = await inspect(chartWith(tarMember({ name })))
    expect(files[1]?.path).toBe('a\\x0a\\x1b[31m\\u202egnp.exe')
  })

  test('BOM, CRLF, backslashes, .helmignore and requirements.yaml are taken', async () => {
    const archive = chartArchive({
      'demo\\Chart.yaml': '\ufeffapiVersion: v1\r\nname: demo\r\nversion: 1.0.0\r\n',
      'demo\\.helmignore': '*',
      'demo\\requirements.yaml': 'dependencies:\n  - {name: sub, version: 1.0, repository: ""}\n',
      'demo\\templates\\a.yaml': 'x',
    })
    const { metadata, files, chartYaml: shown, configJson } = await inspect(archive)
    expect(metadata.dependencies).toEqual([{ name: 'sub', version: '1', repository: '' }])
    expect(files.map(file => file.path)).toContain('templates/a.yaml')
    expect(shown.notices).toEqual(['bom'])
    expect(configJson).toBe(
      '{"name":"demo","version":"1.0.0","apiVersion":"v1","dependencies":[{"name":"sub","version":"1","repository":""}]}',
    )
  })
})
