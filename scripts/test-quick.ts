import { printOutcome } from './lib/print-outcome.ts'
import { runVitest, testEnvironment } from './lib/run-vitest.ts'
import { runChecks, sourceChecks } from './lib/source-checks.ts'

// `npm run test:quick`: types, lint, and the tests that need no build, no browser and no other program. What one runs
// between two thoughts; `npm test` is what says that a change is right. Arguments go to vitest.

const started = Date.now()
const tests = ['--project=unit', '--project=contract', ...process.argv.slice(2)]
const [failedChecks, summary] = await Promise.all([
  runChecks(sourceChecks, testEnvironment),
  runVitest(tests),
])
process.exit(printOutcome({ checks: sourceChecks.length, failedChecks, summary, started }))
