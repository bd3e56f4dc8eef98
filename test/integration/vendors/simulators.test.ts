import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findTool } from '../../../scripts/lib/tools.ts'
import { hasOpenssl } from '../../support/fault-registry/test-certificates.ts'
import { archiveOf, seedChart } from '../../support/registries/seed-chart.ts'
import type { Simulator } from '../../support/registries/simulator.ts'
import { nameOf, simulators } from '../../support/registries/simulators.ts'
import { startSimulation } from '../../support/registries/start-simulation.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { expected } from './expected.ts'

it('every simulated vendor has a row in the table', () => {
  expect(Object.keys(expected).toSorted()).toEqual(simulators.map(nameOf).toSorted())
})

const helm = findTool('helm3')

type Run = { readonly env: Readonly<Record<string, string>>; readonly stdin?: string }

const runHelm = (args: readonly string[], { env, stdin = '' }: Run): Promise<string> =>
  new Promise(resolve => {
    const child = spawn(helm ?? '', args, { env })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stdin.end(stdin)
    child.on('close', code => resolve(code === 0 ? 'ok' : said))
  })

const open = async (simulator: Simulator) => {
  const simulation = await startSimulation(simulator)
  onTestFinished(() => simulation.stop())
  const folder = temporaryFolder()
  const roots = path.join(folder, 'roots.pem')
  writeFileSync(roots, simulation.authority)
  const env = {
    HOME: folder,
    HTTPS_PROXY: simulation.proxy,
    SSL_CERT_FILE: roots,
    HELM_REGISTRY_CONFIG: path.join(folder, 'helm.json'),
    HELM_CACHE_HOME: folder,
  }
  return { simulation, folder, env }
}

// Helm is the judge: a simulator that helm cannot work with simulates nobody.
describe.skipIf(helm === undefined || !hasOpenssl())('helm gets along with', () => {
  const first = simulators.filter(({ variant }) => variant === undefined)

  it.each(first.map(simulator => [simulator.title, simulator] as const))('%s', async (_, one) => {
    const { simulation, folder, env } = await open(one)
    const { registry, credential } = simulation
    await seedChart(registry, `${one.namespace}/demo`, '1.0.0')
    const [host = ''] = one.address.split('/')
    const signIn = ['registry', 'login', host, '-u', credential.username, '--password-stdin']
    expect(await runHelm(signIn, { env, stdin: credential.secret })).toBe('ok')
    const archive = path.join(folder, 'demo-2.0.0.tgz')
    writeFileSync(archive, archiveOf('demo', '2.0.0'))
    const place = `oci://${host}/${one.namespace}`
    expect(await runHelm(['push', archive, place], { env })).toBe('ok')
    const pull = ['pull', `${place}/demo`, '--version', '>=1.0.0', '-d', folder]
    expect(await runHelm(pull, { env })).toBe('ok')
    expect(simulation.strangers).toEqual([])
  })
})
