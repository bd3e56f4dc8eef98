import { spawn } from 'node:child_process'
import { hasDisplay } from '../../electron/web/display.ts'
import type { StartOptions } from '../../electron/web/options.ts'
import { findElectron } from './find-electron.ts'

/**
 * Opens the window and waits for its end. Gives `ended`, or, where no window can be had, the sentence that says why.
 * The display is looked at before anything is downloaded.
 */
export const startDesktop = async (root: string, options: StartOptions): Promise<string> => {
  if (!hasDisplay(process.platform, process.env)) return 'There is no display here.'
  if (process.platform === 'linux' && process.getuid?.() === 0)
    return 'Electron does not start its sandbox for root.'
  const electron = await findElectron(root)
  if ('missing' in electron) return electron.missing
  return runElectron(electron.path, root, toArguments(options))
}

const toArguments = ({ dataDir }: StartOptions) =>
  dataDir === undefined ? [] : ['--data-dir', dataDir]

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** The line that the desktop logs once its core is up. */
const startedLine = 'Local registry is ready at'
const endWithinMs = 4500

/** An Electron that ends with an error before it was up could not start here: a library, the sandbox, the display. */
const runElectron = (file: string, root: string, args: readonly string[]): Promise<string> =>
  new Promise(resolve => {
    const child = spawn(file, [root, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let hasStarted = false
    let isEnding = false
    let errors = ''
    const end = (signal: NodeJS.Signals) => {
      isEnding = true
      child.kill(signal)
      setTimeout(() => child.kill('SIGKILL'), endWithinMs).unref()
    }
    // From here on it is the window that ends.
    for (const signal of signals) process.removeAllListeners(signal).on(signal, () => end(signal))

    child.stdout.on('data', (chunk: Buffer) => {
      hasStarted ||= String(chunk).includes(startedLine)
      process.stdout.write(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      if (hasStarted) process.stderr.write(chunk)
      else errors = (errors + String(chunk)).slice(-4000)
    })
    child.once('error', error => resolve(`Electron does not start here (${error.message}).`))
    child.once('exit', code => {
      for (const signal of signals) process.removeAllListeners(signal)
      if (hasStarted || isEnding || code === 0) {
        process.exitCode = isEnding ? 0 : (code ?? 1)
        resolve('ended')
      } else resolve(`Electron does not start here (${firstCause(errors)}).`)
    })
  })

const firstCause = (errors: string): string => {
  const lines = errors.split('\n').filter(line => line.trim() !== '')
  const cause = lines.find(line => /error while loading|FATAL|sandbox|Missing X server/i.test(line))
  return (cause ?? lines[0] ?? 'no reason was given').replace(/^\[[^\]]*\]\s*/, '').slice(0, 200)
}
