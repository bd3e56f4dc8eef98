// Looks at TLS and at the desktop host in real Electron, where its binary lies here, and a display for its window. Nothing
// is fetched for it: `npm start` does that.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { hasDisplay } from '../electron/web/display.ts'
import { buildInChild } from './lib/build-in-child.ts'
import { installedElectron } from './lib/find-electron.ts'
import { runVitest } from './lib/run-vitest.ts'
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

const left = (reason: string): Summary => ({
  passed: 0,
  failed: 0,
  skipped: [{ name: 'real Electron', reason }],
  broken: [],
  files: [],
})

const runInWindow = async (): Promise<Summary> => {
  if (!hasDisplay(process.platform, process.env)) return left('There is no display here.')
  await buildInChild(root)
  const tests = ['real-electron', ...sharedTests]
  return runVitest(tests, { env: { CHARTROOM_E2E_HOST: 'electron' } })
}

const main = async (): Promise<Summary> => {
  const binary = installedElectron(root)
  if (binary === undefined) return left("Electron's binary is not here.")
  const tls = await runVitest(tlsTests, { program: binary, env: { ELECTRON_RUN_AS_NODE: '1' } })
  const window = await runInWindow()
  return {
    passed: tls.passed + window.passed,
    failed: tls.failed + window.failed,
    skipped: [...tls.skipped, ...window.skipped],
    broken: [...tls.broken, ...window.broken],
    files: [],
  }
}

const { passed, failed, skipped, broken } = await main()
for (const { name, reason } of skipped) console.log(`skipped: ${name} (${reason})`)
for (const name of broken) console.log(`failed: ${name}`)
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`)
process.exitCode = failed === 0 ? 0 : 1
