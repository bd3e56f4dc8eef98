import { ensureDebianPackages } from './lib/debian-packages.ts'
import { printOutcome } from './lib/print-outcome.ts'
import { runVitest, testEnvironment } from './lib/run-vitest.ts'
import { runChecks, sourceChecks, type Check } from './lib/source-checks.ts'
import { ensureGoTool } from './lib/tools.ts'
import { ensureYamlJudge } from './lib/yaml-judge.ts'

// `npm test`: set-up, then every check, then one line that says how it went. Arguments go to vitest.

const setUp = () => {
  ensureDebianPackages()
  // Judges of our bytes and a registry; tests name what they skip without them.
  if (process.env['CHARTROOM_NO_GO'] !== undefined) return
  for (const name of ['helm3', 'helm4', 'crane', 'regctl', 'distribution3'] as const)
    ensureGoTool(name)
  ensureYamlJudge()
}

const build: Check = { name: 'build', command: [process.execPath, 'scripts/build.ts'] }
const checks = [build, ...sourceChecks]

setUp()
const started = Date.now()
const failedChecks = await runChecks(checks, testEnvironment)
const summary = await runVitest(process.argv.slice(2))
process.exit(printOutcome({ checks: checks.length, failedChecks, summary, started }))
