import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const module = path.join(import.meta.dirname, '../../../scripts/lib/start-desktop.ts')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chartroom-electron-'))
  mkdirSync(path.join(folder, 'node_modules/electron/dist'), { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), '{}')
  writeFileSync(path.join(folder, 'node_modules/electron/package.json'), '{"name":"electron"}')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const installElectron = (script: string) => {
  writeFileSync(path.join(folder, 'node_modules/electron/path.txt'), 'electron')
  writeFileSync(
    path.join(folder, 'node_modules/electron/dist/electron'),
    `#!/bin/sh\n${script}\n`,
    {
      mode: 0o755,
    },
  )
}

/** Runs the launcher in a process of its own, as an ordinary user with a display. */
const launch = (env: Record<string, string> = { DISPLAY: 'localhost:99' }) => {
  const code = `
    process.getuid = () => 1000
    const { startDesktop } = await import(${JSON.stringify(module)})
    console.log('RESULT', await startDesktop(${JSON.stringify(folder)}, { dataDir: '/d' }))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
  })
  let output = ''
  child.stdout.on('data', chunk => (output += String(chunk)))
  child.stderr.on('data', chunk => (output += String(chunk)))
  return { child, output: () => output, exited: once(child, 'close') }
}
const resultOf = async (launched: ReturnType<typeof launch>) => {
  await launched.exited
  return /RESULT (.*)/.exec(launched.output())?.[1]
}

describe.skipIf(process.platform !== 'linux')('the desktop', () => {
  it('is not looked for without a display, and nothing is fetched', async () => {
    const fetched = path.join(folder, 'fetched')
    writeFileSync(
      path.join(folder, 'node_modules/electron/install.js'),
      `require('fs').writeFileSync(${JSON.stringify(fetched)}, '')`,
    )
    const launched = launch({})
    expect(await resultOf(launched)).toBe('There is no display here.')
    expect(launched.output()).not.toContain('Fetching')
  })

  it('is done without where Electron cannot be fetched', async () => {
    writeFileSync(path.join(folder, 'node_modules/electron/install.js'), 'process.exit(1)')
    expect(await resultOf(launch())).toBe('Electron cannot be fetched here.')
  })

  it('is fetched once', async () => {
    const dist = path.join(folder, 'node_modules/electron')
    writeFileSync(
      path.join(dist, 'install.js'),
      `const fs = require('fs')
       fs.writeFileSync(__dirname + '/dist/electron', '#!/bin/sh\\necho "Local registry is ready at x"', { mode: 0o755 })
       fs.writeFileSync(__dirname + '/path.txt', 'electron')`,
    )
    const first = launch()
    expect(await resultOf(first)).toBe('ended')
    expect(first.output()).toContain('Fetching Electron')
    const second = launch()
    expect(await resultOf(second)).toBe('ended')
    expect(second.output()).not.toContain('Fetching Electron')
  })

  it.each([
    [
      'echo "electron: error while loading shared libraries: libnss3.so: cannot open" >&2; exit 127',
      'Electron does not start here (electron: error while loading shared libraries: libnss3.so: cannot open).',
    ],
    [
      'echo "[1:0101/1:FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper is not configured" >&2; kill -TRAP $$',
      'Electron does not start here (The SUID sandbox helper is not configured).',
    ],
    [
      'echo "[1:0101/1:ERROR:ozone_platform_x11.cc(244)] Missing X server or \\$DISPLAY" >&2; exit 1',
      'Electron does not start here (Missing X server or $DISPLAY).',
    ],
    ['exit 1', 'Electron does not start here (no reason was given).'],
  ])('says why it does not start: %s', async (script, expected) => {
    installElectron(script)
    expect(await resultOf(launch())).toBe(expected)
  })

  it('ends as its window does, once it was up', async () => {
    installElectron('echo "Local registry is ready at 127.0.0.1:1 for $@"; sleep 0.2; exit 3')
    const launched = launch()
    expect(await resultOf(launched)).toBe('ended')
    expect((await launched.exited)[0]).toBe(3)
    expect(launched.output()).toContain(`for ${folder} --data-dir /d`)
  })

  it('is told to end, and killed when it does not', async () => {
    installElectron(
      'trap "" TERM; echo "Local registry is ready at $$"; while :; do sleep 0.1; done',
    )
    const launched = launch()
    await expect.poll(launched.output, { timeout: 30_000 }).toContain('ready at')
    const electron = Number(/ready at (\d+)/.exec(launched.output())?.[1])
    launched.child.kill('SIGTERM')
    await launched.exited
    expect(() => process.kill(electron, 0)).toThrow()
  })
})
