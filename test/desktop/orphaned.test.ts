import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'

const runMain = path.join(import.meta.dirname, '../support/electron-double/run-main.ts')

/** The desktop in a process of its own, below one that starts it and does nothing else. */
const desktop = `
  const { electron, runMain } = await import(${JSON.stringify(runMain)})
  electron.app.once('exited', code => process.exit(code))
  await runMain()
  process.stdout.write(process.pid + '\\n')`
const starter = `
  const { spawn } = require('node:child_process')
  spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(desktop)}], { stdio: 'inherit' })`

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

it('a desktop that runs from its sources ends when whoever started it is killed', async () => {
  const child = spawn(process.execPath, ['-e', starter], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const pid = Number(line)
  expect(lives(pid)).toBe(true)
  child.kill('SIGKILL')
  try {
    await expect.poll(() => lives(pid), { timeout: 10_000 }).toBe(false)
  } finally {
    if (lives(pid)) process.kill(pid, 'SIGKILL')
  }
})
