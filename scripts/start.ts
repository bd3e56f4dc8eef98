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
  if (!(error instanceof UsageError)) throw error
  console.error(`${error.message}\n\n${usage}`)
  process.exitCode = 2
}
