import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')
const inputs = [
  'electron',
  'renderer',
  'shared',
  'scripts/lib/list-built-files.ts',
  'scripts/lib/third-party-notices.ts',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]
const out = path.join(root, 'out')
const record = 'sources.sha256'

/** Builds into `out/` unless its content comes from the very sources that lie here. */
export const buildIfChanged = async ({ force = false } = {}): Promise<'built' | 'unchanged'> => {
  const hash = hashInputs()
  if (!force && isBuilt(hash)) return 'unchanged'
  const building = path.join(root, '.cache', `building-${process.pid}`)
  // On exit, which an interrupted build comes to as well.
  process.once('exit', () => rmSync(building, { recursive: true, force: true }))
  await build(building)
  writeFileSync(path.join(building, record), hash)
  replaceFolder(building, out)
  return 'built'
}

/** Whether `out/` was made from the sources as they are. */
export const isBuilt = (hash = hashInputs()): boolean => readRecord() === hash

const build = async (folder: string) => {
  // Read by electron.vite.config.ts.
  process.env['CHARTROOM_OUT_DIR'] = folder
  const { build } = await import('electron-vite')
  await build({
    root,
    configFile: path.join(root, 'electron.vite.config.ts'),
    logLevel: 'warn',
  })
}

/** A started host goes on with the files it has open; a second build at the same time does no harm. */
const replaceFolder = (from: string, to: string) => {
  const old = `${from}.old`
  if (existsSync(to)) renameSync(to, old)
  renameSync(from, to)
  rmSync(old, { recursive: true, force: true })
}

const readRecord = () => {
  const file = path.join(out, record)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

const hashInputs = () => {
  const hash = createHash('sha256')
  for (const file of inputs.flatMap(listFiles)) {
    const content = readFileSync(path.join(root, file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

const listFiles = (input: string): string[] => {
  const full = path.join(root, input)
  if (path.extname(input) !== '') return [input]
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(root, path.join(entry.parentPath, entry.name)))
    .toSorted()
}
