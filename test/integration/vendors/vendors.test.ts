import { describe, expect, it, onTestFinished } from 'vitest'
import { hasOpenssl } from '../../support/fault-registry/test-certificates.ts'
import { nameOf, simulators } from '../../support/registries/simulators.ts'
import { startSimulation } from '../../support/registries/start-simulation.ts'
import { expected } from './expected.ts'
import { expectNoLeaks } from './leaks.ts'
import './vendor-cell.ts'
import { type JobName, jobs, openApp } from './vendor-jobs.ts'

// Every vendor with every job, through the program's own methods. `npm run test:vendors` prints it as a table.

const jobNames = Object.keys(jobs) as JobName[]

describe
  .skipIf(!hasOpenssl())
  .each(simulators.map(simulator => [nameOf(simulator), simulator] as const))(
  '%s',
  (name, simulator) => {
    const row = expected[name] ?? {}
    for (const job of jobNames) {
      const expectation = row[job]
      if (expectation === undefined) continue
      const details = typeof expectation === 'string' ? { outcome: expectation } : expectation
      it(job, async ({ task, skip }) => {
        task.meta.vendorCell = {
          vendor: simulator.title,
          variant: simulator.variant,
          job,
          ...details,
        }
        if ('notYet' in details) return skip(`not yet: ${details.notYet}`)
        const simulation = await startSimulation(simulator)
        onTestFinished(() => simulation.stop())
        const bench = { simulator, simulation, rig: await openApp(simulation) }
        expect(await jobs[job](bench)).toBe(details.outcome)
        expectNoLeaks(bench)
      })
    }
  },
)

it('has a row for every simulated vendor', () => {
  expect(Object.keys(expected).toSorted()).toEqual(simulators.map(nameOf).toSorted())
})
