import { createHash } from 'node:crypto'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { InspectedArchive } from '../../../electron/core/archive/types.ts'
import type { ChartReader } from '../../../electron/core/parser/chart-reader.ts'
import { createDrafts } from '../../../electron/core/transfers/user-files/drafts.ts'
import { createFileGrants } from '../../../electron/core/files/file-grants.ts'
import { quietLogger } from '../../support/quiet-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const { signal } = new AbortController()
const minuteMs = 60_000

/** Time that passes when the test says so, and wakes who slept until then. */
const createManualClock = () => {
  let elapsedMs = 0
  const sleepers: { untilMs: number; wake: () => void }[] = []
  return {
    now: () => elapsedMs,
    monotonicMs: () => elapsedMs,
    sleep: (ms: number, ended?: AbortSignal) =>
      new Promise<void>((wake, reject) => {
        sleepers.push({ untilMs: elapsedMs + ms, wake })
        ended?.addEventListener('abort', () => reject(ended.reason))
      }),
    pass: (ms: number) => {
      elapsedMs += ms
      for (const { untilMs, wake } of sleepers) if (untilMs <= elapsedMs) wake()
    },
  }
}

/** Takes every file for the chart that it is. */
const reader: ChartReader = {
  inspect: async file => {
    if (typeof file !== 'string') throw new Error('not asked for here')
    const hash = createHash('sha256').update(await fs.readFile(file))
    const facts = { metadata: {}, archiveDigest: `sha256:${hash.digest('hex')}`, warnings: [] }
    return facts as unknown as InspectedArchive
  },
  file: () => Promise.reject(new Error('not asked for here')),
  files: () => Promise.reject(new Error('not asked for here')),
  bytes: () => Promise.reject(new Error('not asked for here')),
  close: async () => {},
}

it('a draft that nobody looked at for 30 minutes is closed, and its upload deleted', async () => {
  const clock = createManualClock()
  const drafts = createDrafts({
    reader,
    grants: createFileGrants(clock),
    clock,
    logger: quietLogger,
  })
  onTestFinished(() => drafts.close())
  const upload = path.join(temporaryFolder(), 'upload')
  await fs.writeFile(upload, 'a chart')
  const file = { path: upload, fileName: 'demo.tgz', modifiedMs: 0, temporary: true }
  const { drafts: opened } = await drafts.open([file], signal)
  const draftId = opened[0]?.draftId ?? ''

  clock.pass(20 * minuteMs)
  expect(drafts.get(draftId).archive.fileName).toBe('demo.tgz')
  clock.pass(20 * minuteMs)
  await new Promise(setImmediate)
  expect(drafts.get(draftId).archive.fileName).toBe('demo.tgz')
  clock.pass(30 * minuteMs)
  await expect.poll(() => fs.stat(upload).catch(error => error.code)).toBe('ENOENT')
  expect(() => drafts.get(draftId)).toThrow('not-found/draft')
})
