import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Output } from '../../../shared/ipc/contract.ts'
import { ownNames } from '../folders/data-folder.ts'
import { removeFolders, removeOwnFolder } from '../folders/own-files.ts'
import type { Clock, Desktop } from '../ports.ts'
import { createAtomicFile } from '../files/atomic-file.ts'
import type { Downloads } from '../files/downloads.ts'

/** Hands one small file to the user: the system's dialog on the desktop, a ticket for the browser elsewhere. */
export type SaveFile = (fileName: string, bytes: Uint8Array) => Promise<Output<'charts.saveFile'>>

type Deps = {
  readonly desktop: Desktop | undefined
  readonly downloads: Downloads
  /** Where files wait for the browser. */
  readonly folder: string
  readonly clock: Clock
}

export const createSaveFile = ({ desktop, ...deps }: Deps): SaveFile =>
  desktop === undefined
    ? createSpooling(deps)
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

/** Deletes what waited for a browser in a run that is over. */
export const forgetSaves = (folder: string): Promise<void> =>
  removeFolders(folder, name => ownNames.save.test(name))

const createSpooling = ({ downloads, folder }: Omit<Deps, 'desktop' | 'clock'>): SaveFile => {
  // In the order in which they were saved in this run, not by time: a clock may go back.
  const waiting: string[] = []
  return async (fileName, bytes) => {
    const own = path.join(folder, randomUUID())
    await mkdir(own, { recursive: true, mode: 0o700 })
    waiting.push(own)
    for (const old of waiting.splice(0, Math.max(0, waiting.length - maxWaiting)))
      await removeOwnFolder(old)
    const filePath = path.join(own, 'content')
    await writeFile(filePath, bytes, { mode: 0o600, flag: 'wx' })
    const ticket = downloads.issue({ path: filePath, fileName, sizeBytes: bytes.byteLength })
    return { ticket: { url: `/download/${ticket}`, fileName, sizeBytes: bytes.byteLength } }
  }
}
