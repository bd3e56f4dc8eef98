// Gives a forked process the `process.parentPort` that Electron gives a utility process.
import { EventEmitter } from 'node:events'

const port = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => process.send?.(message),
})
process.on('message', data => port.emit('message', { data }))
Object.assign(process, { parentPort: port })
