import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { createSaveFile } from '../../../electron/core/charts/save-file.ts'
import { createDownloads } from '../../../electron/core/files/downloads.ts'
import { testClock } from '../../support/clock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it('a file can be fetched although the clock went back after many saves; the oldest go', async () => {
  const clock = testClock()
  const folder = path.join(temporaryFolder(), 'saves')
  const downloads = createDownloads(clock)
  const save = createSaveFile({ desktop: undefined, downloads, folder, clock })
  const saved: string[] = []
  for (let count = 0; count < 25; count += 1) {
    if (count === 20) clock.now = () => 0
    const { ticket } = await save('values.yaml', Buffer.from(String(count)))
    saved.push(downloads.redeem(ticket?.url.split('/').at(-1) ?? '')?.path ?? '')
  }
  expect(saved.map(file => existsSync(file))).toEqual(saved.map((_, at) => at >= 5))
  expect(readdirSync(folder)).toHaveLength(20)
})
