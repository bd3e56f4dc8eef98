import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureDebianPackages } from './lib/debian-packages.ts'
import type { Summary } from './lib/summary-reporter.ts'
import { ensureGoTool } from './lib/tools.ts'
import { ensureYamlJudge } from './lib/yaml-judge.ts'

// `npm test`: set-up, then every check, then one line that says how it went. Arguments go to vitest.

const root = path.join(import.meta.dirname, '..')
const bin = (name: string) => path.join(root, 'node_modules', '.bin', name)
const env = {
  ...process.env,
  PATH: `${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env['PATH']}`,
  // The tests start hundreds of processes of the same few sources.
  NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compiled'),
}

const run = (command: string, args: readonly string[], extra: Record<string, string> = {}) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...env, ...extra } }).status === 0

const setUp = () => {
  ensureDebianPackages()
  // Judges of our bytes and a registry; tests name what they skip without them.
  if (process.env['CHARTROOM_NO_GO'] !== undefined) return
  for (const name of ['helm3', 'helm4', 'crane', 'regctl', 'distribution3'] as const)
    ensureGoTool(name)
  ensureYamlJudge()
}

/** Checks that are one test each in the count. */
const checks: readonly { name: string; run: () => boolean }[] = [
  { name: 'build', run: () => run(process.execPath, ['scripts/build.ts']) },
  { name: 'type check', run: () => run(process.execPath, ['scripts/typecheck.ts']) },
  { name: 'oxlint', run: () => run(bin('oxlint'), ['--deny-warnings']) },
  { name: 'prettier', run: () => run(bin('prettier'), ['--check', '--log-level', 'warn', '.']) },
  { name: 'knip', run: () => run(bin('knip'), ['--no-progress']) },
]

const runVitest = (args: readonly string[]): Summary => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chartroom-test-'))
  const file = path.join(folder, 'summary.json')
  const reporter = path.join(root, 'scripts', 'lib', 'summary-reporter.ts')
  const flags = ['run', '--reporter=default', `--reporter=${reporter}`, ...args]
  run(bin('vitest'), flags, { CHARTROOM_TEST_SUMMARY: file })
  const summary: Summary = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failed: 1, skipped: [], broken: ['vitest did not finish'] }
  rmSync(folder, { recursive: true, force: true })
  return summary
}

setUp()
const started = Date.now()
const failedChecks = checks.filter(check => !check.run()).map(check => check.name)
const summary = runVitest(process.argv.slice(2))

console.log('')
for (const { name, reason } of summary.skipped)
  console.log(`skipped: ${name}${reason && ` (${reason})`}`)
for (const name of [...failedChecks, ...summary.broken]) console.log(`failed: ${name}`)
const passed = summary.passed + checks.length - failedChecks.length
const failed = summary.failed + failedChecks.length
console.log(`Took ${Math.round((Date.now() - started) / 1000)} s after set-up.`)
console.log(`${passed} passed, ${failed} failed, ${summary.skipped.length} skipped`)
process.exit(failed === 0 ? 0 : 1)
