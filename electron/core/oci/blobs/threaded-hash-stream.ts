import { Worker } from 'node:worker_threads'
import type { Digest } from '../../../../shared/model/digest.ts'
import type { HashStream } from './hash-stream.ts'

// As text, so that no bundler has to know of a second entry. A piece of memory is an update, null the end.
const program = `
import { createHash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
const hash = createHash(workerData)
parentPort.on('message', bytes => {
  if (bytes === null) return parentPort.postMessage(hash.digest('hex'))
  hash.update(bytes)
  parentPort.postMessage(undefined)
})
`

type Waiter = { readonly resolve: (hex: unknown) => void; readonly reject: (error: Error) => void }

/** A hash in a thread of its own, over shared memory: nothing is copied, and the caller's thread stays free. */
export const createThreadedHashStream = (algorithm: 'sha256' | 'sha512'): HashStream => {
  const url = new URL(`data:text/javascript,${encodeURIComponent(program)}`)
  const worker = new Worker(url, { workerData: algorithm, env: {}, execArgv: [] })
  const waiters: Waiter[] = []
  let ended: Error | undefined

  const end = (error: Error) => {
    ended = error
    for (const waiter of waiters.splice(0)) waiter.reject(error)
  }
  worker.on('message', hex => waiters.shift()?.resolve(hex))
  worker.on('error', error => end(error instanceof Error ? error : new Error('hash thread failed')))
  worker.on('exit', () => end(new Error('hash thread ended')))

  const post = (bytes: Uint8Array | null) =>
    new Promise<unknown>((resolve, reject) => {
      if (ended) return reject(ended)
      waiters.push({ resolve, reject })
      worker.postMessage(bytes)
    })
  return {
    update: async bytes => {
      await post(bytes)
    },
    digest: async () => `${algorithm}:${String(await post(null))}` as Digest,
    close: () => {
      void worker.terminate()
    },
  }
}
