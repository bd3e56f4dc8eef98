import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * Makes a folder and what is missing above it, for this user only; gives the first that was made. What is there keeps
 * its mode. Node's own `recursive` never returns where a file system refuses names (/proc).
 */
export const makeFolder = (folder: string): string | undefined => {
  const missing: string[] = []
  let at = path.resolve(folder)
  while (!isFolder(at) && at !== path.dirname(at)) {
    missing.unshift(at)
    at = path.dirname(at)
  }
  for (const one of missing) makeOne(one)
  return missing[0]
}

const isFolder = (folder: string): boolean => {
  try {
    return statSync(folder).isDirectory()
  } catch {
    return false
  }
}

const makeOne = (folder: string) => {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process made the folder meanwhile.
    if (!isFolder(folder)) throw error
  }
}
