import { describe, expect, it, onTestFinished } from 'vitest'
import { hasOpenssl } from '../../support/fault-registry/test-certificates.ts'
import { seedChart } from '../../support/registries/seed-chart.ts'
import { platforms, selfHosted } from '../../support/registries/simulators.ts'
import { startSimulation } from '../../support/registries/start-simulation.ts'
import { expectNoLeaks } from './leaks.ts'
import { openApp } from './vendor-jobs.ts'

// Neither has a catalog; both list by an API of their own, and the dialog says so before anything is added.
describe.skipIf(!hasOpenssl()).each(['docker-hub', 'ghcr'])('%s', vendor => {
  it('is looked at by the way it really lists', async () => {
    const simulator = platforms.find(one => one.vendor === vendor && one.variant === undefined)
    if (!simulator) throw new Error(`no ${vendor}`)
    const simulation = await startSimulation(simulator)
    onTestFinished(() => simulation.stop())
    await seedChart(simulation.registry, `${simulator.namespace}/demo`, '1.0.0')
    const rig = await openApp(simulation)
    const { username, secret } = simulation.credential
    const signIn = { kind: 'user', username, secret } as const
    const look = async () => {
      const answer = await rig.call('registries.probe', {
        address: simulator.address,
        signIn,
        decisions: {},
      })
      return answer.result === 'ok' && answer.probe
    }
    // A count that takes too long is left out: on a busy machine it is asked again.
    await expect.poll(look, { timeout: 30_000 }).toMatchObject({
      catalog: 'available',
      repositoryCount: 1,
    })
    expectNoLeaks({ simulator, simulation, rig })
  })
})

// A self-hosted one has no name to go by, and the sign-in form is the vendor's.
it.skipIf(!hasOpenssl())(
  'tells whose a self-hosted registry is before anybody signs in',
  async () => {
    const simulator = selfHosted.find(({ vendor }) => vendor === 'harbor')
    if (!simulator) throw new Error('no harbor')
    const simulation = await startSimulation(simulator)
    onTestFinished(() => simulation.stop())
    const rig = await openApp(simulation)
    const answer = await rig.call('registries.probe', { address: simulator.address, decisions: {} })
    expect(answer).toMatchObject({ result: 'ok', probe: { vendor: 'harbor', product: 'Harbor' } })
  },
)
