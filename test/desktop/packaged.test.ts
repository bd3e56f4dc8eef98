import { expect, it } from 'vitest'
import { electron, runMain } from '../support/electron-double/run-main.ts'

it('a packaged program does not start with a switch that opens it to others', async () => {
  const main = await runMain({ isPackaged: true, args: ['--remote-debugging-port=9222'] })
  await main.stop()
  expect(electron.app.exitCodes).toEqual([1])
  expect(main.printed).toEqual([expect.stringContaining('--remote-debugging-port')])
  expect(electron.dialogs).toMatchObject([{ kind: 'error' }])
  expect(electron.calls).toEqual(['ready'])
})
