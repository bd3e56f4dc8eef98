import type { Reporter, TestCase, TestModule } from 'vitest/node'

type Cell = {
  readonly vendor: string
  readonly variant?: string
  readonly job: string
  readonly outcome?: string
  readonly assumed?: string
  readonly notYet?: string
}
type Verdict = 'ok' | 'refused' | 'assumed' | 'not yet' | 'FAILED'

const isCell = (value: unknown): value is Cell =>
  typeof value === 'object' && value !== null && 'vendor' in value && 'job' in value

const verdictOf = (cell: Cell, test: TestCase): Verdict => {
  const { state } = test.result()
  if (state === 'failed') return 'FAILED'
  if (cell.notYet !== undefined || state === 'skipped') return 'not yet'
  if (cell.assumed !== undefined) return 'assumed'
  return cell.outcome?.startsWith('ok') === true ? 'ok' : 'refused'
}

const nameOf = ({ vendor, variant, job }: Cell) =>
  `${vendor}${variant === undefined ? '' : ` (${variant})`}, ${job}`

/** Prints vendor × job, then what a word in the table does not say. */
export default class VendorTableReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const rows = new Map<string, Map<string, Verdict>>()
    const jobs: string[] = []
    const notes: string[] = []
    for (const test of modules.flatMap(module => [...module.children.allTests()])) {
      const cell: unknown = (test.meta() as { vendorCell?: unknown }).vendorCell
      const { state, errors: failures = [] } = test.result()
      const failed = failures.map(({ message }) => message.split('\n')[0]).join('; ')
      if (!isCell(cell)) {
        if (state === 'failed') notes.push(`FAILED ${test.fullName}: ${failed}`)
        continue
      }
      if (!jobs.includes(cell.job)) jobs.push(cell.job)
      const name = cell.variant === undefined ? cell.vendor : `  ${cell.vendor}: ${cell.variant}`
      const row = rows.get(name) ?? new Map<string, Verdict>()
      const verdict = verdictOf(cell, test)
      rows.set(name, row.set(cell.job, verdict))
      const said = verdict === 'FAILED' ? failed : (cell.notYet ?? cell.assumed ?? cell.outcome)
      const more = verdict === 'assumed' ? `; here ${cell.outcome}` : ''
      if (verdict !== 'ok') notes.push(`${verdict} ${nameOf(cell)}: ${said}${more}`)
    }
    print(rows, jobs)
    for (const note of notes.toSorted()) console.log(note)
    for (const error of errors) console.log(`FAILED outside the tests: ${String(error)}`)
  }
}

const print = (
  rows: ReadonlyMap<string, ReadonlyMap<string, Verdict>>,
  jobs: readonly string[],
) => {
  const first = Math.max(6, ...[...rows.keys()].map(name => name.length))
  const widths = jobs.map(job => Math.max(8, job.length))
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(first), ...cells.map((cell, at) => cell.padEnd(widths[at] ?? 0))]
      .join('  ')
      .trimEnd()
  console.log(`\n${line('vendor', jobs)}`)
  for (const [name, row] of rows) {
    console.log(
      line(
        name,
        jobs.map(job => row.get(job) ?? '·'),
      ),
    )
  }
  console.log('')
}
