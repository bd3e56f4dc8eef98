import { fixedGzip } from '../fixed-gzip.ts'
import {
  longNameMember,
  paxMember,
  paxRecords,
  tarEnd,
  tarHeader,
  tarMember,
} from '../tar-blocks.ts'
import { asHelmPacks, chartYaml, packed, plainTar, type OwnArchive } from './own-archive.ts'

// How a chart is packed: gzip headers, the dialects of tar, and members that are no files.

const chart = tarMember({ name: 'web/Chart.yaml', content: chartYaml })
const values = tarMember({ name: 'web/values.yaml', content: 'replicas: 1\n' })
const tar = (...blocks: readonly Uint8Array[]) => Buffer.concat([chart, ...blocks, tarEnd])
const long = `web/files/${'deep/'.repeat(20)}note.txt`
const atTime = (field: Uint8Array) => (header: Buffer) => void header.set(field, 136)
const owned = (header: Buffer) => {
  header.write('0001750\0', 108, 'latin1')
  header.write('0001750\0', 116, 'latin1')
  header.write('packer', 265, 'latin1')
  header.write('packers', 297, 'latin1')
}

export const containers: readonly OwnArchive[] = [
  {
    name: 'as-helm-packs',
    archive: () => asHelmPacks({ 'Chart.yaml': chartYaml, 'values.yaml': 'replicas: 1\n' }),
  },
  {
    name: 'gzip-more-extra',
    archive: () =>
      packed([{ name: 'web/Chart.yaml', content: chartYaml }], {
        extra: Buffer.from('rr(\0aHR0cHM6Ly95b3V0dS5iZS96OVV6MWljandyTQo='),
        comment: 'Helm',
      }),
  },
  { name: 'gzip-named', archive: () => fixedGzip(tar(values), { fileName: 'web.tar', system: 3 }) },
  {
    name: 'gzip-timed',
    archive: () => fixedGzip(tar(values), { timeSeconds: 1_500_000_000, system: 0 }),
  },
  {
    name: 'gzip-two-streams',
    archive: () => {
      const bytes = tar(values)
      return Buffer.concat([fixedGzip(bytes.subarray(0, 700)), fixedGzip(bytes.subarray(700))])
    },
  },
  { name: 'gzip-of-a-gzip', archive: () => fixedGzip(fixedGzip(tar(values))) },
  {
    name: 'gzip-tail',
    archive: () => Buffer.concat([fixedGzip(tar(values)), Buffer.from('tail')]),
  },
  { name: 'gzip-cut', archive: () => fixedGzip(tar(values)).subarray(0, 150) },
  {
    name: 'gzip-wrong-sum',
    archive: () => {
      const bytes = fixedGzip(tar(values))
      bytes.writeUInt32LE(7, bytes.length - 8)
      return bytes
    },
  },
  { name: 'gzip-missing', archive: () => tar(values) },
  { name: 'no-bytes', archive: () => Buffer.alloc(0) },
  { name: 'no-members', archive: () => fixedGzip(tarEnd) },
  {
    name: 'tar-of-v7',
    archive: () => packed([{ name: 'web/Chart.yaml', content: chartYaml, magic: '\0'.repeat(8) }]),
  },
  {
    name: 'tar-of-gnu',
    archive: () => {
      const gnu = { magic: 'ustar  \0', edit: owned }
      const blocks = [
        tarMember({ name: 'web/', type: '5', mode: 0o755, ...gnu }),
        tarMember({ name: 'web/Chart.yaml', content: chartYaml, ...gnu }),
        longNameMember(long, { name: long.slice(0, 100), content: 'a note\n', ...gnu }),
      ]
      const bytes = Buffer.alloc(10_240)
      Buffer.concat(blocks).copy(bytes)
      return fixedGzip(bytes, { system: 3, timeSeconds: 1_600_000_000 })
    },
  },
  {
    name: 'tar-pax',
    archive: () =>
      fixedGzip(
        tar(
          paxMember(
            { path: 'web/files/größe.txt', mtime: '1600000000.5', 'SCHILY.xattr.user.a': 'b' },
            { name: 'web/files/gr_e.txt', content: 'large\n' },
          ),
          paxMember({ path: long }, { name: long.slice(0, 100), content: 'a note\n' }),
        ),
      ),
  },
  {
    name: 'tar-pax-global',
    archive: () =>
      fixedGzip(
        Buffer.concat([
          tarMember({
            name: 'pax_global_header',
            type: 'g',
            content: paxRecords({ comment: '0123456789abcdef0123456789abcdef01234567' }),
          }),
          tar(values),
        ]),
      ),
  },
  {
    name: 'tar-ustar-prefix',
    archive: () =>
      fixedGzip(
        tar(tarMember({ name: 'note.txt', prefix: long.slice(0, -9), content: 'a note\n' })),
      ),
  },
  { name: 'tar-endless', archive: () => fixedGzip(Buffer.concat([chart, values])) },
  {
    name: 'tar-wrong-sum',
    archive: () => fixedGzip(tar(tarMember({ name: 'web/values.yaml', breakChecksum: true }))),
  },
  { name: 'tar-cut', archive: () => fixedGzip(Buffer.concat([chart, values]).subarray(0, 1200)) },
  {
    name: 'paths-from-here',
    archive: () =>
      packed([
        { name: './', type: '5', mode: 0o755 },
        { name: './web/Chart.yaml', content: chartYaml },
        { name: './web//values.yaml', content: 'replicas: 1\n' },
      ]),
  },
  {
    name: 'paths-odd',
    archive: plainTar(
      { name: 'web/files/größe und maß.txt', content: 'x\n' },
      { name: 'web/files/图表.txt', content: 'x\n' },
      { name: 'web/files/a [1] $b?.txt', content: 'x\n' },
    ),
  },
  { name: 'path-backslash', archive: plainTar({ name: 'web\\values.yaml', content: 'a: 1\n' }) },
  { name: 'path-up', archive: plainTar({ name: 'web/../other/x.txt', content: 'x\n' }) },
  { name: 'path-absolute', archive: plainTar({ name: '/web/values.yaml', content: 'a: 1\n' }) },
  { name: 'path-drive', archive: plainTar({ name: 'web/c:/values.yaml', content: 'a: 1\n' }) },
  { name: 'no-root', archive: () => packed([{ name: 'Chart.yaml', content: chartYaml }]) },
  {
    name: 'two-roots',
    archive: plainTar(
      { name: 'other/Chart.yaml', content: chartYaml.replace('web', 'other') },
      { name: 'other/values.yaml', content: 'a: 1\n' },
    ),
  },
  {
    name: 'same-path-twice',
    archive: plainTar(
      { name: 'web/values.yaml', content: 'a: 1\n' },
      { name: 'web/values.yaml', content: 'a: 2\n' },
      { name: 'web/Chart.yaml', content: `${chartYaml}description: The second one.\n` },
    ),
  },
  {
    name: 'modes-and-owners',
    archive: plainTar(
      { name: 'web/run.sh', mode: 0o755, content: '#!/bin/sh\n', edit: owned },
      { name: 'web/set.sh', mode: 0o6755, content: '#!/bin/sh\n' },
      { name: 'web/open.txt', mode: 0o666, content: 'x\n' },
      { name: 'web/shut.txt', mode: 0o600, content: 'x\n' },
    ),
  },
  {
    name: 'times',
    archive: plainTar(
      { name: 'web/zero.txt', content: 'x\n', edit: atTime(Buffer.from('00000000000\0')) },
      { name: 'web/late.txt', content: 'x\n', edit: atTime(Buffer.from('77777777777\0')) },
      { name: 'web/early.txt', content: 'x\n', edit: atTime(Buffer.alloc(12, 0xff)) },
    ),
  },
  {
    name: 'symbolic-link',
    archive: plainTar(
      { name: 'web/values.yaml', content: 'a: 1\n' },
      { name: 'web/same.yaml', type: '2', linkName: 'values.yaml' },
    ),
  },
  {
    name: 'symbolic-link-out',
    archive: plainTar({ name: 'web/values.yaml', type: '2', linkName: '/etc/passwd' }),
  },
  {
    name: 'hard-link',
    archive: plainTar(
      { name: 'web/values.yaml', content: 'a: 1\n' },
      { name: 'web/same.yaml', type: '1', linkName: 'web/values.yaml' },
    ),
  },
  {
    name: 'device',
    archive: plainTar({ name: 'web/null', type: '3' }, { name: 'web/pipe', type: '6' }),
  },
  {
    name: 'file-of-6-MiB',
    archive: plainTar({ name: 'web/files/zeros', content: Buffer.alloc(6 * 1024 * 1024) }),
  },
  {
    name: 'file-of-2-MiB',
    archive: plainTar({ name: 'web/files/text', content: 'a line\n'.repeat(300_000) }),
  },
  {
    name: 'files-of-104-MiB',
    archive: () => {
      const content = Buffer.alloc(4 * 1024 * 1024)
      const zeros = fixedGzip(content)
      const streams = Array.from({ length: 26 }, (_, at) => [
        fixedGzip(tarHeader({ name: `web/files/zeros-${at}` }, content.length)),
        zeros,
      ])
      return Buffer.concat([fixedGzip(chart), ...streams.flat(), fixedGzip(tarEnd)])
    },
  },
]
