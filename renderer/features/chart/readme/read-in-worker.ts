import { startBundledWorker } from '../../../lib/bundled-worker.ts'
import type { ParsedReadme } from './readme-node.ts'
import readmeWorkerUrl from './readme-worker.ts?worker&url'

const longestBytes = 1024 * 1024
/** Ordinary READMEs with long tables take a second; the text itself is on the screen by then. */
const parseTimeoutMs = 10_000
/** A worker that has not loaded by then will not; a machine that is busy takes a while, and the text is there. */
const startTimeoutMs = 30_000

/**
 * Parses a README in a worker of its own, which is stopped after 10 s: Markdown has inputs that take minutes.
 * Never rejects but for an abort; what cannot be parsed in time is shown as plain text.
 */
export const readInWorker = (text: string, signal: AbortSignal): Promise<ParsedReadme> => {
  if (text.length > longestBytes) return Promise.resolve({ kind: 'plain', because: 'too-long' })
  return new Promise((resolve, reject) => {
    const worker = startBundledWorker(readmeWorkerUrl)
    const end = (act: () => void) => {
      clearTimeout(timer)
      worker.terminate()
      act()
    }
    const tooSlow = () => end(() => resolve({ kind: 'plain', because: 'too-slow' }))
    let timer = setTimeout(tooSlow, startTimeoutMs)
    worker.addEventListener('error', ({ message }) => {
      console.error(`the README worker failed: ${message}`)
      end(() => resolve({ kind: 'plain', because: 'failed' }))
    })
    worker.addEventListener('message', ({ data }: MessageEvent<'ready' | ParsedReadme>) => {
      if (data !== 'ready') return end(() => resolve(data))
      clearTimeout(timer)
      timer = setTimeout(tooSlow, parseTimeoutMs)
      worker.postMessage(text)
    })
    signal.addEventListener('abort', () => end(() => reject(signal.reason)), { once: true })
  })
}
