// Looks at TLS and at the desktop host in real Electron, where its binary lies here, and a display for its window. Nothing
// is fetched for it: `npm start` does that.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { hasDisplay } from '../electron/web/display.ts'
import { buildInChild } from './lib/build-in-child.ts'
import { installedElectron } from './lib/find-electron.ts'
import type { Summary } from './lib/summary-reporter.ts'

const root = path.resolve(import.meta.dirname, '..')

// The end-to-end tests of both hosts. Tickets of the browser's downloads are the web host's alone, and pictures are for the
// README.
const ofWebHost = ['pull.test.ts', 'screenshots.test.ts']
const sharedTests = readdirSync(path.join(root, 'test', 'e2e'))
  .filter(name => !ofWebHost.includes(name))
  .map(name => `test/e2e/${name}`)

// TLS is BoringSSL's in Electron and OpenSSL's elsewhere: the same tests, on Electron's own Node. No display needed.
const tlsTests = ['test/integration/tls', 'test/integration/connection']

const runVitest = (program: string, tests: readonly string[], more: NodeJS.ProcessEnv): Summary => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chartroom-electron-'))
  const file = path.join(folder, 'summary.json')
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporter = path.join(root, 'scripts', 'lib', 'summary-reporter.ts')
  const env = { ...process.env, CHARTROOM_TEST_SUMMARY: file, ...more }
  const reporters = ['--reporter=default', `--reporter=${reporter}`]
  spawnSync(program, [vitest, 'run', ...tests, ...reporters], { cwd: root, stdio: 'inherit', env })
  const summary: Summary = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failed: 1, skipped: [], broken: ['vitest did not finish'] }
  rmSync(folder, { recursive: true, force: true })
  return summary
}

const left = (reason: string): Summary => ({
  passed: 0,
  failed: 0,
  skipped: [{ name: 'real Electron', reason }],
  broken: [],
})

const runInWindow = async (): Promise<Summary> => {
  if (!hasDisplay(process.platform, process.env)) return left('There is no display here.')
  await buildInChild(root)
  const tests = ['real-electron', ...sharedTests]
  return runVitest(process.execPath, tests, { CHARTROOM_E2E_HOST: 'electron' })
}

const main = async (): Promise<Summary> => {
  const binary = installedElectron(root)
  if (binary === undefined) return left("Electron's binary is not here.")
  const tls = runVitest(binary, tlsTests, { ELECTRON_RUN_AS_NODE: '1' })
  const window = await runInWindow()
  return {
    passed: tls.passed + window.passed,
    failed: tls.failed + window.failed,
    skipped: [...tls.skipped, ...window.skipped],
    broken: [...tls.broken, ...window.broken],
  }
}

const { passed, failed, skipped, broken } = await main()
for (const { name, reason } of skipped) console.log(`skipped: ${name} (${reason})`)
for (const name of broken) console.log(`failed: ${name}`)
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`)
process.exitCode = failed === 0 ? 0 : 1
