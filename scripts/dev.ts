import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import path from 'node:path'
import { readOptions, usage, UsageError } from '../electron/web/options.ts'
import { endWith } from '../electron/web/end-of-process.ts'
import { buildInChild } from './lib/build-in-child.ts'

// `npm run dev`: builds on every change and starts the web host anew on the same port. A page that was open gets its
// new link printed (or opened, the first time); the flags are those of `npm start`.

const root = path.resolve(import.meta.dirname, '..')
const quietMs = 200
const devPort = 5273

const options = (() => {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    console.error(`${error.message}\n\n${usage}`)
    process.exit(2)
  }
})()
if (options.help) {
  console.log(usage)
  process.exit(0)
}

let host: ChildProcess | undefined
let wasOpened = false

const stopHost = async () => {
  if (host === undefined || host.exitCode !== null || host.signalCode !== null) return
  const exited = once(host, 'exit')
  host.kill('SIGTERM')
  await exited
}

const startHost = () => {
  const flags = ['--port', String(options.port || devPort)]
  if (wasOpened || !options.open) flags.push('--no-open')
  if (options.dataDir !== undefined) flags.push('--data-dir', options.dataDir)
  for (const allowed of options.allowedHosts) flags.push('--allow-host', allowed)
  host = spawn(process.execPath, [path.join(root, 'out/main/web.js'), ...flags], {
    stdio: 'inherit',
  })
  wasOpened = true
}

/** A build that fails leaves the last host running. */
const rebuild = async () => {
  try {
    if ((await buildInChild(root)) === 'unchanged' && host !== undefined) return
  } catch (error) {
    return console.error(String(error))
  }
  await stopHost()
  startHost()
}

let running: Promise<void> = rebuild()
let timer: NodeJS.Timeout | undefined
const onChange = () => {
  clearTimeout(timer)
  timer = setTimeout(() => (running = running.then(rebuild)), quietMs)
}
for (const folder of ['electron', 'renderer', 'shared'])
  watch(path.join(root, folder), { recursive: true }, onChange)
endWith(stopHost)
