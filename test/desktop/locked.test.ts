import { expect, it } from 'vitest'
import { electron, runMain } from '../support/electron-double/run-main.ts'

it('a program that is not the first one says so, ends, and opens nothing', async () => {
  electron.app.grantsLock = false
  const main = await runMain()
  await main.stop()
  expect(electron.app.exitCodes).toEqual([0])
  expect(main.printed).toEqual(['Chartroom is already running.'])
  expect(electron.calls).not.toContain('BrowserWindow')
})
