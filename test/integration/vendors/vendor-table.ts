import { describe, expect, it, onTestFinished } from 'vitest'
import { hasOpenssl } from '../../support/fault-registry/test-certificates.ts'
import type { Simulator } from '../../support/registries/simulator.ts'
import { nameOf } from '../../support/registries/simulators.ts'
import { startSimulation } from '../../support/registries/start-simulation.ts'
import { expected } from './expected.ts'
import { expectNoLeaks } from './leaks.ts'
import './vendor-cell.ts'
import { type JobName, jobs, openApp } from './vendor-jobs.ts'

const jobNames = Object.keys(jobs) as JobName[]

/** Rows of the table: each vendor with each job, through the program's own methods, and nothing leaked. */
export const vendorTable = (simulators: readonly Simulator[]): void => {
  for (const simulator of simulators) {
    describe.skipIf(!hasOpenssl())(nameOf(simulator), () => {
      for (const job of jobNames) cellOf(simulator, job)
    })
  }
}

const cellOf = (simulator: Simulator, job: JobName): void => {
  const expectation = expected[nameOf(simulator)]?.[job]
  if (expectation === undefined) return
  const details = typeof expectation === 'string' ? { outcome: expectation } : expectation
  const { title: vendor, variant } = simulator
  it(job, async ({ task, skip }) => {
    task.meta.vendorCell = { vendor, variant, job, ...details }
    if ('notYet' in details) return skip(`not yet: ${details.notYet}`)
    const simulation = await startSimulation(simulator)
    onTestFinished(() => simulation.stop())
    const bench = { simulator, simulation, rig: await openApp(simulation) }
    expect(await jobs[job](bench)).toBe(details.outcome)
    expectNoLeaks(bench)
  })
}
