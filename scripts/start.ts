import path from 'node:path'
import { readOptions, usage, UsageError, type StartOptions } from '../electron/web/options.ts'
import { buildInChild } from './lib/build-in-child.ts'
import { startDesktop } from './lib/start-desktop.ts'

const root = path.resolve(import.meta.dirname, '..')

const start = async (options: StartOptions) => {
  await buildInChild(root)
  const noWindow = options.web ? undefined : await startDesktop(root, options)
  // The window was shown and is closed again.
  if (noWindow === 'ended') return
  if (noWindow !== undefined) console.log(`${noWindow} Serving Chartroom to a browser instead.`)
  await import(path.join(root, 'out/main/web.js'))
}

try {
  const options = readOptions(process.argv.slice(2))
  if (options.help) console.log(usage)
  else await start(options)
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  const isUsage = error instanceof UsageError
  console.error(isUsage ? `${message}\n\n${usage}` : message)
  process.exitCode = isUsage ? 2 : 1
}
