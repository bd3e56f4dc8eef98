import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ownNames } from '../core/folders/data-folder.ts'
import { makeFolder } from '../core/files/make-folder.ts'
import { removeFiles } from '../core/folders/own-files.ts'

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
}

/**
 * Opens the system's browser on a 0600 file that sends it on: a link in a command line could be read by every
 * user of this machine. Gives the removal of that file. A browser that cannot be had is no failure: the link is printed.
 */
export const openBrowser = (folder: string, link: string): (() => void) => {
  makeFolder(folder)
  const file = path.join(folder, `open-${randomBytes(8).toString('hex')}.html`)
  writeFileSync(file, redirectPage(link), { mode: 0o600, flag: 'wx' })
  const [command, ...args] = openers[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...args, file], { detached: true, stdio: 'ignore' })
  child.on('error', () => {})
  child.unref()
  return () => rmSync(file, { force: true })
}

/** Deletes the files of a run that was killed. */
export const forgetLinks = (folder: string): Promise<void> =>
  removeFiles(folder, name => ownNames.link.test(name))

/** The link is of our own making: base64url and digits. */
const redirectPage = (link: string) =>
  `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url=${link}"><title>Chartroom</title><a href="${link}">Open Chartroom</a>
`
