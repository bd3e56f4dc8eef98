import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

export type Summary = {
  passed: number
  failed: number
  skipped: { name: string; reason: string }[]
  broken: string[]
  /** How long each file of tests took, with what it imports. */
  files: { file: string; ms: number }[]
}

/** Counts tests and writes the skipped ones with their reasons, for the closing lines of `npm test`. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const summary: Summary = {
      passed: 0,
      failed: errors.length,
      skipped: [],
      broken: [],
      files: [],
    }
    for (const module of modules) {
      const { collectDuration, duration, setupDuration } = module.diagnostic()
      const ms = collectDuration + duration + setupDuration
      summary.files.push({ file: module.relativeModuleId, ms })
      if (module.state() === 'failed' && module.errors().length > 0) {
        summary.failed += 1
        summary.broken.push(module.moduleId)
      }
      for (const test of module.children.allTests()) count(summary, test)
    }
    const file = process.env['CHARTROOM_TEST_SUMMARY']
    if (file !== undefined) writeFileSync(file, JSON.stringify(summary))
  }
}

const count = (summary: Summary, test: TestCase) => {
  const result = test.result()
  if (result.state === 'passed') summary.passed += 1
  if (result.state === 'failed') summary.failed += 1
  if (result.state === 'skipped') {
    summary.skipped.push({ name: test.fullName, reason: result.note ?? '' })
  }
}
