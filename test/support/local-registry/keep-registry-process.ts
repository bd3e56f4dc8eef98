// A process that owns a registry until it is killed; argv: data folder, and the step at which it kills itself.
import { flushCompileCache } from 'node:module'
import { createLocalRegistry } from '../../../electron/core/local-registry/local-registry.ts'
import { silentLogger } from './registry-rig.ts'

const [dataDir = '', fatalStep = '', after = '0'] = process.argv.slice(2)
let left = Number(after)
const registry = createLocalRegistry({
  dataDir,
  port: 0,
  open: true,
  logger: silentLogger,
  reached: step => {
    if (step === fatalStep && left-- === 0) process.kill(process.pid, 'SIGKILL')
  },
})
const { port } = await registry.start()
// It never ends by itself, which is when this would happen.
flushCompileCache()
console.log(port)
