import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { writeDurably } from '../files/durable-files.ts'

const portFile = (dataDir: string) => path.join(dataDir, 'port')

/** The port of the last run, so that a reference that somebody copied still works; 0 when there is none. */
export const readKeptPort = async (dataDir: string): Promise<number> => {
  const text = await readFile(portFile(dataDir), 'utf8').catch(() => '')
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  return port > 0 && port < 65_536 ? port : 0
}

/** Where the port cannot be kept, on a full disk, the next run may get another: no more than that. */
export const keepPort = async (dataDir: string, port: number): Promise<void> => {
  if ((await readKeptPort(dataDir)) === port) return
  await writeDurably(portFile(dataDir), String(port)).catch(() => {})
}
