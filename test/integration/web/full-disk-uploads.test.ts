import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, it } from 'vitest'
import { createFileGrants } from '../../../electron/core/files/file-grants.ts'
import { webLimits } from '../../../electron/web/limits.ts'
import { openUploads } from '../../../electron/web/uploads.ts'
import { testClock } from '../../support/clock.ts'

// A file system of 66 MiB, where this user may make one (root on Linux): 64 are asked to be free, and 2 are left.
const folder = await mkdtemp(path.join(tmpdir(), 'full-disk-'))
const mount = ['-t', 'tmpfs', '-o', 'size=66m', 'tmpfs', folder]
const isMounted = process.platform === 'linux' && spawnSync('mount', mount).status === 0
afterAll(async () => {
  if (isMounted) spawnSync('umount', ['--lazy', folder])
  await rm(folder, { recursive: true, force: true })
})

const mebibyte = Buffer.alloc(1024 * 1024)

/** What a browser sends that does not say how much it is. */
const upload = (mebibytes: number) =>
  Object.assign(Readable.from(Array.from({ length: mebibytes }, () => mebibyte)), {
    headers: {
      'content-type': 'application/octet-stream',
      'x-chartroom-file': 'demo-1.0.0.tgz',
      'x-chartroom-modified': '0',
    },
  }) as unknown as IncomingMessage

it.skipIf(!isMounted)('an upload that fills the disk is told so, and leaves nothing', async () => {
  const uploads = await openUploads(folder, createFileGrants(testClock()), webLimits)
  await expect(uploads.receive(upload(80))).rejects.toMatchObject({
    code: 'disk-full',
    reason: 'upload',
  })
  expect(await readdir(folder)).toEqual([])
  await expect(uploads.receive(upload(1))).resolves.toMatch(/./)
})
