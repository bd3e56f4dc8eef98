import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const downloadWithinMs = 10 * 60 * 1000

export type Electron = { readonly path: string } | { readonly missing: string }

/** Electron's binary, fetched once by Electron's own installer (which checks it) where it is not there yet. */
export const findElectron = async (root: string): Promise<Electron> => {
  const folder = findPackage(root)
  if (folder === undefined) return { missing: 'Electron is not installed.' }
  const there = installedIn(folder)
  if (there !== undefined) return { path: there }
  console.log('Fetching Electron, once…')
  await install(folder)
  const installed = installedIn(folder)
  return installed === undefined
    ? { missing: 'Electron cannot be fetched here.' }
    : { path: installed }
}

/** The binary that is there already; nothing is fetched. */
export const installedElectron = (root: string): string | undefined => {
  const folder = findPackage(root)
  return folder === undefined ? undefined : installedIn(folder)
}

const findPackage = (root: string): string | undefined => {
  try {
    const require = createRequire(path.join(root, 'package.json'))
    return path.dirname(require.resolve('electron/package.json'))
  } catch {
    return undefined
  }
}

/** As the package's own index.js finds it, which would download without asking. */
const installedIn = (folder: string): string | undefined => {
  const pathFile = path.join(folder, 'path.txt')
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override === undefined && !existsSync(pathFile)) return undefined
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron'
  const file = path.join(override ?? path.join(folder, 'dist'), name)
  return existsSync(file) ? file : undefined
}

const install = (folder: string): Promise<void> =>
  new Promise(resolve => {
    const child = spawn(process.execPath, [path.join(folder, 'install.js')], {
      stdio: 'ignore',
      timeout: downloadWithinMs,
    })
    const stop = () => child.kill()
    process.once('exit', stop)
    const ended = () => {
      process.off('exit', stop)
      resolve()
    }
    child.once('error', ended)
    child.once('exit', ended)
  })
