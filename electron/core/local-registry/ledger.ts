import { type FileHandle, copyFile, open, readFile } from 'node:fs/promises'
import { writeDurably } from '../files/durable-files.ts'
import type { Checkpoint } from './checkpoint.ts'
import { type LedgerEntry, ledgerEntrySchema } from './ledger-entry.ts'

/** Append-only file of JSON lines. Writers that come at once share one write and one sync. */
export type Ledger = {
  /** Resolves when the entries are on disk, all or none. After a failure the file is as before it. */
  append(entries: readonly LedgerEntry[]): Promise<void>
  close(): Promise<void>
}

export type LedgerContent = {
  readonly entries: readonly LedgerEntry[]
  /** Up to the last line that ends: what a crash tore off after it does not count. */
  readonly wholeBytes: number
  /** Whole lines that are no entry. */
  readonly damagedLines: number
}

type Waiting = { readonly text: string; resolve(): void; reject(error: unknown): void }

const parseLine = (line: string): LedgerEntry | undefined => {
  try {
    return ledgerEntrySchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** Reads every whole line. A last line without its end was never acknowledged, so it does not count. */
export const readLedger = async (file: string): Promise<LedgerContent> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const lines = text.split('\n')
  const torn = lines.pop() ?? ''
  const parsed = lines.map(parseLine)
  const entries = parsed.filter(entry => entry !== undefined)
  const wholeBytes = Buffer.byteLength(text) - Buffer.byteLength(torn)
  return { entries, wholeBytes, damagedLines: lines.length - entries.length }
}

const toText = (entries: readonly LedgerEntry[]): string =>
  entries.map(entry => `${JSON.stringify(entry)}\n`).join('')

/** Replaces the file by these entries; a damaged one is kept beside it, for whoever wants to look. */
export const rewriteLedger = async (
  file: string,
  entries: readonly LedgerEntry[],
  options: { keepDamaged: boolean; reached: Checkpoint },
): Promise<void> => {
  if (options.keepDamaged) await copyFile(file, `${file}.damaged`)
  await writeDurably(file, toText(entries), options.reached)
}

export const openLedger = async (file: string, reached: Checkpoint): Promise<Ledger> => {
  const handle = await open(file, 'a', 0o600)
  let goodBytes = (await readLedger(file)).wholeBytes
  await handle.truncate(goodBytes)
  let waiting: Waiting[] = []
  let writing: Promise<void> | undefined

  const writeAll = async () => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        goodBytes += await writeBatch(handle, batch, reached)
        for (const one of batch) one.resolve()
      } catch (error) {
        await handle.truncate(goodBytes).catch(() => {})
        // What queued up meanwhile was decided on a state that did not come to be.
        for (const one of [...batch, ...waiting]) one.reject(error)
        waiting = []
      }
    }
    writing = undefined
  }

  return {
    append(entries) {
      return new Promise((resolve, reject) => {
        waiting.push({ text: toText(entries), resolve, reject })
        writing ??= writeAll()
      })
    },
    async close() {
      await writing
      await handle.close()
    },
  }
}

const writeBatch = async (
  handle: FileHandle,
  batch: readonly Waiting[],
  reached: Checkpoint,
): Promise<number> => {
  const bytes = Buffer.from(batch.map(one => one.text).join(''))
  await handle.writeFile(bytes)
  reached('ledger-written')
  await handle.datasync()
  reached('ledger-synced')
  return bytes.length
}
