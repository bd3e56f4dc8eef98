import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Summary } from './summary-reporter.ts'

const root = path.join(import.meta.dirname, '..', '..')

/** For everything that tests run: the programs of node_modules, and a cache for processes of the same few sources. */
export const testEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env['PATH']}`,
  NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compiled'),
}

/** Runs the tests and tells how they went; their own report goes to the terminal. */
export const runVitest = async (
  args: readonly string[],
  { program = process.execPath, env = {} }: { program?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Summary> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chartroom-test-'))
  const file = path.join(folder, 'summary.json')
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporter = path.join(root, 'scripts', 'lib', 'summary-reporter.ts')
  const flags = ['run', '--reporter=default', `--reporter=${reporter}`, ...args]
  const child = spawn(program, [vitest, ...flags], {
    cwd: root,
    stdio: 'inherit',
    env: { ...testEnvironment, CHARTROOM_TEST_SUMMARY: file, ...env },
  })
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  const summary: Summary = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failed: 1, skipped: [], broken: ['vitest did not finish'], files: [] }
  rmSync(folder, { recursive: true, force: true })
  return summary
}
