import path from 'node:path'
import { onParentGone } from '../electron/adapters/parent-watch.ts'
import { readOptions, usage, UsageError, type StartOptions } from '../electron/web/options.ts'
import { buildInChild } from './lib/build-in-child.ts'
import { startDesktop } from './lib/start-desktop.ts'

const root = path.resolve(import.meta.dirname, '..')

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const leave = () => process.exit(1)

const start = async (options: StartOptions) => {
  // Until a host takes them over: by exiting, this ends what it has started.
  for (const signal of signals) process.on(signal, leave)
  // Looked at from the first moment: npm may be gone before the build is done.
  onParentGone(() => process.emit('SIGTERM', 'SIGTERM') || leave())
  await buildInChild(root)
  const noWindow = options.web ? undefined : await startDesktop(root, options)
  // The window was shown and is closed again.
  if (noWindow === 'ended') return
  if (noWindow !== undefined) console.log(`${noWindow} Serving Chartroom to a browser instead.`)
  for (const signal of signals) process.off(signal, leave)
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
