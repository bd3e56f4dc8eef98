import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Digest } from '../../../shared/model/digest.ts'
import {
  ArchiveClosed,
  createOpenArchives,
  openLimits,
} from '../../../electron/core/archive/open-archives.ts'
import { chartArchive, chartWith, goodChartYaml } from '../../support/archives/chart-archive.ts'
import { tarMember } from '../../support/archives/tar-blocks.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const digestOf = (bytes: Uint8Array, algorithm = 'sha256') =>
  `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}` as Digest

const save = async (archive: Uint8Array) => {
  const file = path.join(temporaryFolder(), 'demo.tgz')
  await writeFile(file, archive)
  return { path: file, digest: digestOf(archive) }
}

const small = (text: string) =>
  chartArchive({ 'demo/Chart.yaml': goodChartYaml, 'demo/text': text })

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString()

const open = () => {
  const clock = { nowMs: 0 }
  return { clock, archives: createOpenArchives(() => clock.nowMs) }
}

describe('archives that stay open', () => {
  it('are known by digest alone, whoever opened them by path', async () => {
    const { archives } = open()
    const at = await save(small('one'))
    await expect(archives.whole({ digest: at.digest })).rejects.toThrow(ArchiveClosed)
    await archives.whole({ path: at.path })
    const members = await archives.members({ digest: at.digest }, ['1'])
    expect(text(members.get('1')?.bytes)).toBe('one')
    expect((await archives.whole({ digest: at.digest })).digest).toBe(at.digest)
  })

  it('close 30 s after their last use', async () => {
    const { archives, clock } = open()
    const at = await save(small('one'))
    await archives.whole(at)
    clock.nowMs = 29_999
    await archives.members({ digest: at.digest }, ['1'])
    clock.nowMs += 29_999
    archives.sweep()
    expect(archives.size).toBe(1)
    clock.nowMs += 1
    await expect(archives.members({ digest: at.digest }, ['1'])).rejects.toThrow(ArchiveClosed)
    expect([archives.size, archives.heldBytes]).toEqual([0, 0])
  })

  it('are four at most; the one used longest ago makes room', async () => {
    const { archives } = open()
    const first = await save(small('1'))
    const second = await save(small('2'))
    for (const at of [first, second, await save(small('3')), await save(small('4'))])
      await archives.whole(at)
    await archives.whole({ digest: first.digest })
    await archives.whole(await save(small('5')))
    expect(archives.size).toBe(4)
    await archives.whole({ digest: first.digest })
    await expect(archives.whole({ digest: second.digest })).rejects.toThrow(ArchiveClosed)
  })

  it('hold 64 MiB at most, and none of more than 32; such a one is read again', async () => {
    const { archives } = open()
    const content = Buffer.alloc(4 * 1024 * 1024, 'x')
    const of = (count: number, mark: string) =>
      save(
        chartWith(
          ...Array.from({ length: count }, (_, at) =>
            tarMember({ name: `demo/${mark}${at}`, content }),
          ),
        ),
      )
    const [a, b, c, large] = await Promise.all([of(7, 'a'), of(7, 'b'), of(7, 'c'), of(8, 'd')])
    for (const at of [a, b, c]) {
      await archives.whole(at)
      expect(archives.heldBytes).toBeLessThanOrEqual(openLimits.bytes)
    }
    expect(archives.size).toBe(2)
    await archives.whole(large)
    await expect(archives.whole({ digest: large.digest })).rejects.toThrow(ArchiveClosed)
    const members = await archives.members(large, ['3'])
    expect([...members.keys()]).toEqual(['3'])
    expect(content.equals(members.get('3')?.bytes ?? Buffer.alloc(0))).toBe(true)
  })

  it('are checked by whichever algorithm names them', async () => {
    const { archives } = open()
    const archive = small('one')
    const at = await save(archive)
    const sha512 = digestOf(archive, 'sha512')
    expect((await archives.whole({ path: at.path, digest: sha512 })).digest).toBe(at.digest)
    expect((await archives.members({ digest: sha512 }, ['1'])).has('1')).toBe(true)
    const wrong = digestOf(small('two'), 'sha512')
    await expect(archives.whole({ path: at.path, digest: wrong })).rejects.toMatchObject({
      reason: 'parser-failed',
    })
  })

  it('that are refused leave nothing behind', async () => {
    const { archives } = open()
    const at = await save(chartWith(tarMember({ name: 'demo/../../x' })))
    await expect(archives.whole(at)).rejects.toMatchObject({ reason: 'member-parent' })
    await expect(archives.members(at, ['0'])).rejects.toMatchObject({ reason: 'member-parent' })
    expect(archives.size).toBe(0)
  })
})
