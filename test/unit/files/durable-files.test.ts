import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { open, type statfs } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  createFolder,
  type DurableStep,
  writeDurably,
} from '../../../electron/core/files/durable-files.ts'
import { errorCode, isDiskFull } from '../../../electron/core/files/error-code.ts'
import { missingRoom } from '../../../electron/core/files/missing-room.ts'
import { syncFolder } from '../../../electron/core/files/sync-folder.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('writeDurably', () => {
  it('replaces a file in one step, for its owner alone', async () => {
    const folder = path.join(temporaryFolder(), 'new', 'one')
    await createFolder(folder)
    const file = path.join(folder, 'kept.json')
    writeFileSync(file, 'old')
    const steps: DurableStep[] = []
    await writeDurably(file, 'new', step => {
      steps.push(step)
      expect(readFileSync(file, 'utf8')).toBe(steps.includes('renamed') ? 'new' : 'old')
    })
    expect(steps.at(-1)).toBe('folder-synced')
    expect(readdirSync(folder)).toEqual(['kept.json'])
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  })
  it('leaves nothing of what did not get its name', async () => {
    const folder = temporaryFolder()
    mkdirSync(path.join(folder, 'taken', 'inside'), { recursive: true })
    await expect(writeDurably(path.join(folder, 'taken'), 'new')).rejects.toThrow()
    expect(readdirSync(folder)).toEqual(['taken'])
  })
})

describe('syncFolder', () => {
  const failing = (code: string) =>
    (async (...args: Parameters<typeof open>) => {
      const handle = await open(...args)
      handle.sync = () => Promise.reject(Object.assign(new Error(code), { code }))
      return handle
    }) as typeof open

  it.skipIf(process.platform === 'win32')(
    'takes a file system that cannot for one that need not, and tells of any other failure',
    async () => {
      const folder = temporaryFolder()
      await syncFolder(folder)
      await syncFolder(folder, failing('EINVAL'))
      await expect(syncFolder(folder, failing('EIO'))).rejects.toThrow('EIO')
      await expect(syncFolder(path.join(folder, 'gone'))).rejects.toThrow('ENOENT')
    },
  )
})

describe('missingRoom', () => {
  const mib = 1024 * 1024
  const volume = (freeBytes: number) =>
    (async () => ({ bavail: freeBytes / mib, bsize: mib })) as unknown as typeof statfs

  it('keeps 64 MiB for others', async () => {
    expect(await missingRoom('/', 6 * mib, volume(70 * mib))).toBeUndefined()
    expect(await missingRoom('/', 7 * mib, volume(70 * mib))).toEqual({
      neededBytes: 71 * mib,
      freeBytes: 70 * mib,
    })
  })
})

it('tells a full disk by its codes, and the code of nothing else', () => {
  const failed = (code: unknown) => Object.assign(new Error('failed'), { code })
  expect(['ENOSPC', 'EDQUOT', 'EIO'].map(code => isDiskFull(failed(code)))).toEqual([
    true,
    true,
    false,
  ])
  expect([failed('EIO'), failed(5), new Error('plain'), 'ENOSPC', null].map(errorCode)).toEqual([
    'EIO',
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
