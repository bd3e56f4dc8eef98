import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Output } from '../../../shared/ipc/contract.ts'
import type { Clock, Desktop } from '../ports.ts'
import { createAtomicFile } from '../transfers/atomic-file.ts'
import type { Downloads } from '../transfers/downloads.ts'

/** Hands one small file to the user: the system's dialog on the desktop, a ticket for the browser elsewhere. */
export type SaveFile = (fileName: string, bytes: Uint8Array) => Promise<Output<'charts.saveFile'>>

type Deps = {
  readonly desktop: Desktop | undefined
  readonly downloads: Downloads
  readonly spoolFolder: string
  readonly clock: Clock
}

export const createSaveFile = ({ desktop, ...deps }: Deps): SaveFile =>
  desktop === undefined
    ? (fileName, bytes) => spoolFile(deps, fileName, bytes)
    : (fileName, bytes) => saveWithDialog(desktop, deps.clock, fileName, bytes)

const saveWithDialog = async (
  desktop: Desktop,
  clock: Clock,
  fileName: string,
  bytes: Uint8Array,
) => {
  const target = await desktop.chooseSavePath(fileName)
  if (target === undefined) return {}
  const file = await createAtomicFile(target, bytes.byteLength, { clock })
  try {
    await file.write([bytes])
    // The dialog has asked about a file that is there already.
    await file.commit({ replace: true })
  } finally {
    await file.discard()
  }
  return { saved: target }
}

/** Files waiting at a time; a ticket lasts a minute, so the oldest has been fetched or never will be. */
const maxWaiting = 20

const spoolFile = async (
  { downloads, spoolFolder, clock }: Omit<Deps, 'desktop'>,
  fileName: string,
  bytes: Uint8Array,
) => {
  const folder = path.join(spoolFolder, `${clock.now()}-${randomUUID()}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const waiting = (await readdir(spoolFolder)).sort()
  for (const old of waiting.slice(0, -maxWaiting)) {
    await rm(path.join(spoolFolder, old), { recursive: true, force: true })
  }
  const filePath = path.join(folder, 'content')
  await writeFile(filePath, bytes, { mode: 0o600, flag: 'wx' })
  const ticket = downloads.issue({ path: filePath, fileName, sizeBytes: bytes.byteLength })
  return { ticket: { url: `/download/${ticket}`, fileName, sizeBytes: bytes.byteLength } }
}
