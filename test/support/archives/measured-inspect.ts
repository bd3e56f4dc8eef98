import { readFileSync } from 'node:fs'
import { bufferSource } from '../../../electron/core/archive/byte-source.ts'
import { inspectSource } from '../../../electron/core/archive/inspect-archive.ts'

/** Inspects the file it is given, in a process of its own, and tells what that cost. */
process.on('message', async (file: string) => {
  const source = bufferSource(readFileSync(file))
  const before = process.memoryUsage.rss()
  let peak = before
  // resourceUsage().maxRSS would be the parent's where that is larger.
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 2)
  const verdict = await inspectSource(source, async (_path, parse) => parse()).then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error ? error.message : 'unknown'),
  )
  clearInterval(watch)
  process.send?.({ verdict, grownMiB: Math.round((peak - before) / 1024 / 1024) })
})
