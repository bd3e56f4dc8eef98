import { startBundledWorker } from '../../../lib/bundled-worker.ts'
import type { ParsedReadme } from './readme-node.ts'
import readmeWorkerUrl from './readme-worker.ts?worker&url'

const longestBytes = 1024 * 1024
/** The longest READMEs there are take a tenth of it. */
const parseTimeoutMs = 500
/** What somebody waits for who asked for it. */
const patientTimeoutMs = 10_000
/** A worker that has not loaded by then will not; a machine that is busy takes a while. */
const startTimeoutMs = 30_000

/** Of the last README, for the next: it has loaded, and knows its way by now. */
let idle: Worker | undefined

/**
 * Parses a README off the page's thread, in a worker that is stopped after half a second: Markdown has inputs that
 * take minutes. Never rejects but for an abort; what cannot be parsed in time is shown as plain text.
 */
export const readInWorker = (
  text: string,
  { signal, isPatient }: { signal: AbortSignal; isPatient: boolean },
): Promise<ParsedReadme> => {
  if (text.length > longestBytes) return Promise.resolve({ kind: 'plain', because: 'too-long' })
  return new Promise((resolve, reject) => {
    const known = idle
    idle = undefined
    const worker = known ?? startBundledWorker(readmeWorkerUrl)
    const listening = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = () => {
      clearTimeout(timer)
      listening.abort()
    }
    const giveUp = (act: () => void) => {
      stop()
      worker.terminate()
      act()
    }
    const tooSlow = () => giveUp(() => resolve({ kind: 'plain', because: 'too-slow' }))
    const ask = () => {
      clearTimeout(timer)
      // An answer that came while the page was busy waits behind this timer: it is looked at first.
      const lookOnce = () => (timer = setTimeout(tooSlow))
      timer = setTimeout(lookOnce, isPatient ? patientTimeoutMs : parseTimeoutMs)
      worker.postMessage(text)
    }
    const on = { signal: listening.signal }
    worker.addEventListener(
      'error',
      ({ message }) => {
        console.error(`the README worker failed: ${message}`)
        giveUp(() => resolve({ kind: 'plain', because: 'failed' }))
      },
      on,
    )
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<'ready' | ParsedReadme>) => {
        if (data === 'ready') return ask()
        stop()
        if (idle) worker.terminate()
        else idle = worker
        resolve(data)
      },
      on,
    )
    signal.addEventListener('abort', () => giveUp(() => reject(signal.reason)), on)
    if (known) ask()
    else timer = setTimeout(tooSlow, startTimeoutMs)
  })
}
