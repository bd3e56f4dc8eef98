import * as nodeFs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createAtomicFile,
  type FileSystem,
  removeStaleParts,
} from '../../../electron/core/files/atomic-file.ts'
import { testClock } from '../../support/clock.ts'

let folder = ''
beforeEach(async () => {
  folder = await nodeFs.mkdtemp(path.join(tmpdir(), 'atomic-'))
})
afterEach(() => nodeFs.rm(folder, { recursive: true, force: true }))

const failure = (code: string) => Object.assign(new Error(code), { code })
const bytes = (text: string) => [new TextEncoder().encode(text)]
const names = () => nodeFs.readdir(folder)

describe('a file that appears whole or not at all', () => {
  it('has its name only after commit', async () => {
    const target = path.join(folder, 'a.tgz')
    const file = await createAtomicFile(target, 3, { clock: testClock() })
    await file.write(bytes('abc'))
    expect(await names()).toEqual([path.basename(file.temporaryPath)])
    await file.commit({ replace: false })
    expect(await names()).toEqual(['a.tgz'])
    expect(await nodeFs.readFile(target, 'utf8')).toBe('abc')
    expect((await nodeFs.stat(target)).mode & 0o777).toBe(0o600)
  })

  it('syncs the data before the name, and the folder after it', async () => {
    const calls: string[] = []
    const fs: FileSystem = {
      ...nodeFs,
      open: async (...args: Parameters<typeof nodeFs.open>) => {
        const handle = await nodeFs.open(...args)
        const sync = handle.sync.bind(handle)
        handle.sync = () => (calls.push(`sync ${args[1] === 'r' ? 'folder' : 'file'}`), sync())
        return handle
      },
      link: (...args) => (calls.push('name'), nodeFs.link(...args)),
    }
    const file = await createAtomicFile(path.join(folder, 'a'), 1, { clock: testClock(), fs })
    await file.commit({ replace: false })
    expect(calls).toEqual(['sync file', 'name', 'sync folder'])
  })

  it('never overwrites unless told to', async () => {
    const target = path.join(folder, 'a.tgz')
    await nodeFs.writeFile(target, 'old')
    const file = await createAtomicFile(target, 3, { clock: testClock() })
    await file.write(bytes('new'))
    await expect(file.commit({ replace: false })).rejects.toMatchObject({ reason: 'target-exists' })
    await file.discard()
    expect(await names()).toEqual(['a.tgz'])
    expect(await nodeFs.readFile(target, 'utf8')).toBe('old')

    const second = await createAtomicFile(target, 3, { clock: testClock() })
    await second.write(bytes('new'))
    await second.commit({ replace: true })
    expect(await nodeFs.readFile(target, 'utf8')).toBe('new')
  })

  it('replaces a link by the file, and leaves what the link points to alone', async () => {
    const outside = path.join(folder, 'outside')
    await nodeFs.writeFile(outside, 'precious')
    const target = path.join(folder, 'a.tgz')
    await nodeFs.symlink(outside, target)
    const file = await createAtomicFile(target, 3, { clock: testClock() })
    await file.write(bytes('new'))
    await file.commit({ replace: true })
    expect(await nodeFs.readFile(outside, 'utf8')).toBe('precious')
    expect((await nodeFs.lstat(target)).isFile()).toBe(true)
  })

  it('falls back to rename where the volume has no hard links', async () => {
    const fs: FileSystem = { ...nodeFs, link: () => Promise.reject(failure('ENOTSUP')) }
    const file = await createAtomicFile(path.join(folder, 'a'), 1, { clock: testClock(), fs })
    await file.commit({ replace: false })
    expect(await names()).toEqual(['a'])
  })

  it('has its name when only the temporary one could not be taken away', async () => {
    let held = true
    const unlink: FileSystem['unlink'] = (...args) =>
      held ? Promise.reject(failure('EBUSY')) : nodeFs.unlink(...args)
    const fs = { ...nodeFs, unlink }
    const file = await createAtomicFile(path.join(folder, 'a'), 1, { clock: testClock(), fs })
    await file.commit({ replace: false })
    held = false
    await file.discard()
    expect(await names()).toEqual(['a'])
  })

  it('is saved on a volume whose folders cannot be synced', async () => {
    const open: FileSystem['open'] = (...args) =>
      args[1] === 'r' ? Promise.reject(failure('EINVAL')) : nodeFs.open(...args)
    const fs = { ...nodeFs, open }
    const file = await createAtomicFile(path.join(folder, 'a'), 1, { clock: testClock(), fs })
    await file.commit({ replace: false })
    expect(await names()).toEqual(['a'])
  })

  it('waits for a scanner that holds the file, for about a second', async () => {
    const clock = testClock()
    let tries = 0
    const rename: FileSystem['rename'] = (...args) => {
      tries += 1
      return tries < 3 ? Promise.reject(failure('EPERM')) : nodeFs.rename(...args)
    }
    const file = await createAtomicFile(path.join(folder, 'a'), 1, {
      clock,
      fs: { ...nodeFs, rename },
    })
    await file.commit({ replace: true })
    expect(tries).toBe(3)
    const never = await createAtomicFile(path.join(folder, 'b'), 1, {
      clock,
      fs: { ...nodeFs, rename: () => Promise.reject(failure('EPERM')) },
    })
    await expect(never.commit({ replace: true })).rejects.toMatchObject({ code: 'forbidden' })
    expect(clock.slept).toBeLessThanOrEqual(2000)
    await never.discard()
  })

  it.each([
    ['ENOSPC', 'disk-full'],
    ['EROFS', 'forbidden'],
    ['EIO', 'unreachable'],
    ['EHOSTDOWN', 'unreachable'],
  ])('%s while writing is %s, and nothing is left', async (code, expected) => {
    const fs: FileSystem = {
      ...nodeFs,
      open: async (...args: Parameters<typeof nodeFs.open>) => {
        const handle = await nodeFs.open(...args)
        handle.write = () => Promise.reject(failure(code))
        return handle
      },
    }
    const file = await createAtomicFile(path.join(folder, 'a'), 1, { clock: testClock(), fs })
    await expect(file.write(bytes('x'))).rejects.toMatchObject({ code: expected })
    await file.discard()
    expect(await names()).toEqual([])
  })

  it('goes on after a short write', async () => {
    const fs: FileSystem = {
      ...nodeFs,
      open: async (...args: Parameters<typeof nodeFs.open>) => {
        const handle = await nodeFs.open(...args)
        const write = handle.write.bind(handle)
        const short = (chunk: Uint8Array, at: number, length: number, position: number) =>
          write(chunk, at, Math.min(2, length), position)
        handle.write = short as typeof handle.write
        return handle
      },
    }
    const target = path.join(folder, 'a')
    const file = await createAtomicFile(target, 9, { clock: testClock(), fs })
    await file.write([...bytes('hello'), ...bytes(' you')])
    await file.commit({ replace: false })
    expect(await nodeFs.readFile(target, 'utf8')).toBe('hello you')
  })

  it('writes in pieces that need no large pieces of memory', async () => {
    const lengths: number[] = []
    const fs: FileSystem = {
      ...nodeFs,
      open: async (...args: Parameters<typeof nodeFs.open>) => {
        const handle = await nodeFs.open(...args)
        const write = handle.write.bind(handle)
        const noted = (chunk: Uint8Array, at: number, length: number, position: number) => {
          lengths.push(length)
          return write(chunk, at, length, position)
        }
        handle.write = noted as typeof handle.write
        return handle
      },
    }
    const target = path.join(folder, 'a')
    const content = Buffer.alloc(1_000_000, 'chart')
    const file = await createAtomicFile(target, content.byteLength, { clock: testClock(), fs })
    await file.write([content])
    await file.commit({ replace: false })
    expect(Math.max(...lengths)).toBeLessThanOrEqual(256 * 1024)
    expect((await nodeFs.readFile(target)).equals(content)).toBe(true)
  })

  it('tells a piece that failed when no other is being written any more', async () => {
    const late = Promise.withResolvers<{ bytesWritten: number; buffer: Uint8Array }>()
    const fs: FileSystem = {
      ...nodeFs,
      open: async (...args: Parameters<typeof nodeFs.open>) => {
        const handle = await nodeFs.open(...args)
        const write = (buffer: Uint8Array, _at: number, length: number, position: number) => {
          if (position === 0) return Promise.reject(failure('ENOSPC'))
          return late.promise.then(() => ({ bytesWritten: length, buffer }))
        }
        handle.write = write as typeof handle.write
        return handle
      },
    }
    const file = await createAtomicFile(path.join(folder, 'a'), 1, { clock: testClock(), fs })
    let isTold = false
    const writing = file.write([Buffer.alloc(300_000)]).finally(() => (isTold = true))
    await new Promise(resolve => setImmediate(resolve))
    expect(isTold).toBe(false)
    late.resolve({ bytesWritten: 0, buffer: Buffer.alloc(0) })
    await expect(writing).rejects.toMatchObject({ code: 'disk-full' })
    await file.discard()
  })

  it('forgets what it has when a transfer begins again', async () => {
    const target = path.join(folder, 'a')
    const file = await createAtomicFile(target, 9, { clock: testClock() })
    await file.write(bytes('half of it'))
    await file.restart()
    await file.write(bytes('whole'))
    await file.commit({ replace: false })
    expect(await nodeFs.readFile(target, 'utf8')).toBe('whole')
  })

  it('asks for room first and says how much', async () => {
    const fs: FileSystem = {
      ...nodeFs,
      statfs: (async () => ({ bavail: 1, bsize: 4096 })) as unknown as FileSystem['statfs'],
    }
    await expect(
      createAtomicFile(path.join(folder, 'a'), 1000, { clock: testClock(), fs }),
    ).rejects.toMatchObject({ code: 'disk-full', params: { neededBytes: 1000 + 64 * 1024 * 1024 } })
    expect(await names()).toEqual([])
  })

  it('names a missing folder', async () => {
    await expect(
      createAtomicFile(path.join(folder, 'gone', 'a'), 1, { clock: testClock() }),
    ).rejects.toMatchObject({ code: 'not-found', reason: 'folder' })
  })
})

it('removes only stale parts of its own', async () => {
  const old = path.join(folder, '.chartroom-0123456789ab.part')
  await nodeFs.writeFile(old, '')
  await nodeFs.writeFile(path.join(folder, '.chartroom-ffffffffffff.part'), '')
  await nodeFs.writeFile(path.join(folder, 'mine.part'), '')
  const eightDaysAgo = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000)
  await nodeFs.utimes(old, eightDaysAgo, eightDaysAgo)
  await nodeFs.utimes(path.join(folder, 'mine.part'), eightDaysAgo, eightDaysAgo)
  await removeStaleParts(folder, Date.now())
  expect((await names()).sort()).toEqual(['.chartroom-ffffffffffff.part', 'mine.part'])
})
