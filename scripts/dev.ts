import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, watch } from 'node:fs'
import path from 'node:path'
import { readOptions, usage, UsageError } from '../electron/web/options.ts'
import { endWith } from '../electron/adapters/end-of-process.ts'
import { buildInChild } from './lib/build-in-child.ts'

// `npm run dev`: builds on every change. A change of the renderer only has the open pages load themselves again; after any
// other the web host starts anew on the same port, and prints a new link. The flags are those of `npm start`.

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
let lastMain: string | undefined

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
  host = fork(path.join(root, 'out/main/web.js'), flags, { stdio: 'inherit' })
  wasOpened = true
}

/** A build that fails leaves the last host running. */
const rebuild = async () => {
  try {
    if ((await buildInChild(root)) === 'unchanged' && host !== undefined) return
  } catch (error) {
    return console.error(String(error))
  }
  const main = hashMain()
  if (host !== undefined && main === lastMain) return void host.send('rebuilt')
  lastMain = main
  await stopHost()
  startHost()
}

const hashMain = () => {
  const hash = createHash('sha256')
  const folder = path.join(root, 'out/main')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const file of files.filter(name => name.endsWith('.js')).toSorted())
    hash.update(readFileSync(path.join(folder, file)))
  return hash.digest('hex')
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
