import type { Summary } from './summary-reporter.ts'

const slowestShown = 10

export type Outcome = {
  readonly checks: number
  readonly failedChecks: readonly string[]
  readonly summary: Summary
  readonly started: number
}

/** The closing lines of a run: what was slow, what was left out and why, what failed, one line of counts. Returns the exit code. */
export const printOutcome = ({ checks, failedChecks, summary, started }: Outcome): number => {
  console.log('')
  console.log('Slowest files:')
  const slowest = summary.files.toSorted((a, b) => b.ms - a.ms).slice(0, slowestShown)
  for (const { file, ms } of slowest)
    console.log(`${(ms / 1000).toFixed(1).padStart(7)} s  ${file}`)
  for (const { name, reason } of summary.skipped)
    console.log(`skipped: ${name}${reason && ` (${reason})`}`)
  for (const name of [...failedChecks, ...summary.broken]) console.log(`failed: ${name}`)
  const passed = summary.passed + checks - failedChecks.length
  const failed = summary.failed + failedChecks.length
  console.log(`Took ${Math.round((Date.now() - started) / 1000)} s after set-up.`)
  console.log(`${passed} passed, ${failed} failed, ${summary.skipped.length} skipped`)
  return failed === 0 ? 0 : 1
}
