// Runs the conformance suite of the OCI distribution spec against the built-in registry: OCI_CONFORMANCE names its
// program, or it is found on PATH. Nothing of it is kept here.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createLocalRegistry } from '../electron/core/local-registry/local-registry.ts'
import type { Logger } from '../electron/core/ports.ts'
import { findTool } from './lib/tools.ts'

const programNames = ['oci-conformance', 'conformance', 'conformance.test']

const help = `Checks the built-in registry with the OCI distribution conformance suite.

  npm run test:conformance [-- --keep DIR] [--help]

  --keep DIR  where the suite's report goes; otherwise it is thrown away

The suite's program is taken from OCI_CONFORMANCE, or from PATH by one of the names ${programNames.join(', ')}.
To build it: go build -o oci-conformance . in the folder conformance of opencontainers/distribution-spec.`

const logger: Logger = {
  file: '',
  tail: () => Promise.resolve(''),
  log(level, event, fields) {
    if (level !== 'info') console.error(level, event, JSON.stringify(fields ?? {}))
  },
}

const readFlags = () => {
  try {
    const options = { keep: { type: 'string' }, help: { type: 'boolean' } } as const
    return parseArgs({ options }).values
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`)
    process.exit(1)
  }
}

const findSuite = (): string | undefined =>
  process.env['OCI_CONFORMANCE'] || programNames.map(findTool).find(file => file !== undefined)

// Every check of the suite that version 1.1 knows, the optional ones too.
const suiteEnvironment = (port: number, resultsDir: string, password: string) => ({
  ...process.env,
  OCI_REGISTRY: `127.0.0.1:${port}`,
  OCI_TLS: 'disabled',
  OCI_REPO1: 'conformance/repo1',
  OCI_REPO2: 'conformance/repo2',
  OCI_USERNAME: 'conformance',
  OCI_PASSWORD: password,
  OCI_VERSION: '1.1',
  OCI_RESULTS_DIR: resultsDir,
  OCI_API_BLOBS_DIGEST_HEADER: 'true',
  OCI_API_BLOBS_UPLOAD_CANCEL: 'true',
  OCI_API_MANIFESTS_DIGEST_HEADER: 'true',
  OCI_API_MANIFESTS_TAG_PARAM: 'true',
})

type Counts = { passed: number; failed: number; skipped: number; failures: string[] }

/** The suite's own sums, of which only the checks that went wrong are listed one by one. */
const countChecks = (junit: string): Counts => {
  const [suite = ''] = /<testsuite [^>]*>/.exec(junit) ?? []
  const sum = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0)
  const cases = [...junit.matchAll(/<testcase name="([^"]*)"[^>]*status="([a-z]+)"/gi)]
  const failures = cases.filter(([, , status = '']) => /^(fail|err)/i.test(status))
  const failed = Math.max(sum('failures') + sum('errors'), failures.length)
  const skipped = sum('disabled') + sum('skipped')
  const passed = sum('tests') - failed - skipped
  return { passed, failed, skipped, failures: failures.map(([, name = '']) => name) }
}

const runSuite = async (program: string, folder: string, keep: string | undefined) => {
  const password = 'for the length of this run'
  const dataDir = path.join(folder, 'data')
  const registry = createLocalRegistry({ dataDir, port: 0, password, logger })
  const { port } = await registry.start()
  const resultsDir = path.resolve(keep ?? path.join(folder, 'results'))
  try {
    const env = suiteEnvironment(port, resultsDir, password)
    // Its own words are a table of the same counts; what it complains about goes through.
    const suite = spawn(program, { env, stdio: ['ignore', 'ignore', 'inherit'] })
    await once(suite, 'exit')
    return countChecks(await readFile(path.join(resultsDir, 'junit.xml'), 'utf8'))
  } finally {
    await registry.stop()
  }
}

const main = async () => {
  const flags = readFlags()
  if (flags.help) return console.log(help)
  const program = findSuite()
  if (program === undefined) {
    console.log(`skipped: the conformance suite is not here.\n\n${help}`)
    return
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'chartroom-conformance-'))
  try {
    const counts = await runSuite(program, folder, flags.keep)
    for (const name of counts.failures) console.log(`failed: ${name}`)
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
    if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await main().catch((error: unknown) => {
  console.error(
    `The suite could not be run: ${error instanceof Error ? error.message : String(error)}`,
  )
  process.exitCode = 1
})
