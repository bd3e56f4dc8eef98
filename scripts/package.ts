// Packages Chartroom for this system with electron-builder. Arguments go to it: `npm run package -- --dir`.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { buildInChild } from './lib/build-in-child.ts'
import { findElectron } from './lib/find-electron.ts'
import { readFuses, wantedFuses } from './lib/fuses.ts'

const root = path.resolve(import.meta.dirname, '..')
const builder = path.join(root, 'node_modules', 'electron-builder', 'cli.js')

/** Where the fuses lie in what electron-builder leaves beside the installers. */
const binaries = [
  'dist/linux-unpacked/chartroom',
  'dist/linux-arm64-unpacked/chartroom',
  'dist/win-unpacked/Chartroom.exe',
  ...['mac', 'mac-arm64'].map(
    folder =>
      `dist/${folder}/Chartroom.app/Contents/Frameworks/Electron Framework.framework/Electron Framework`,
  ),
]

const checkFuses = (): string[] =>
  binaries
    .map(file => path.join(root, file))
    .filter(file => existsSync(file))
    .filter(file => {
      const fuses = readFuses(readFileSync(file))
      return Object.entries(wantedFuses).some(([name, state]) => Reflect.get(fuses, name) !== state)
    })

const main = async (): Promise<string | undefined> => {
  const electron = await findElectron(root)
  if ('missing' in electron) {
    return `${electron.missing} A package holds Electron's own files, so nothing was packaged. ELECTRON_OVERRIDE_DIST_PATH may name a folder with them.`
  }
  await buildInChild(root)
  const dist = distOf(electron.path)
  const args = [builder, `-c.electronDist=${dist}`, ...process.argv.slice(2)]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) return 'electron-builder failed: see above.'
  const [wrong] = checkFuses()
  return wrong && `${wrong} has other fuses than wanted.`
}

/** On macOS the program lies three folders deep in Electron.app. */
const distOf = (file: string): string =>
  process.platform === 'darwin' ? path.resolve(file, '../../../..') : path.dirname(file)

const problem = await main()
if (problem !== undefined) {
  console.error(problem)
  process.exitCode = 1
}
