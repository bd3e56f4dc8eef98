import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fuseSentinel, readFuses, wantedFuses } from '../../scripts/lib/fuses.ts'

const builtMain = path.resolve('out/main')
const folder = mkdtempSync(path.join(tmpdir(), 'chartroom-package-'))
const dist = path.join(folder, 'electron')
const resources = path.join(folder, 'made/linux-unpacked/resources')
const builder = path.resolve('node_modules/electron-builder/cli.js')

/** Files like those of Electron for Linux: a program with its fuses as they are delivered. */
const writeElectron = () => {
  mkdirSync(path.join(dist, 'resources'), { recursive: true })
  mkdirSync(path.join(dist, 'locales'))
  const wire = Buffer.concat([
    Buffer.from(fuseSentinel),
    Buffer.from([1, 9]),
    Buffer.from('101110001'),
  ])
  const program = Buffer.concat([
    Buffer.from('\x7fELF'),
    Buffer.alloc(2048),
    wire,
    Buffer.alloc(2048),
  ])
  writeFileSync(path.join(dist, 'electron'), program)
  chmodSync(path.join(dist, 'electron'), 0o755)
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak'])
    writeFileSync(path.join(dist, name), 'stand-in')
}

const filesBelow = (root: string) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(root, path.join(entry.parentPath, entry.name)))

/** The names in an archive: its header is JSON behind four little-endian numbers. */
const namesIn = (archive: string): string[] => {
  const bytes = readFileSync(archive)
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12)))
  const walk = (node: { files?: Record<string, object> }, at: string): string[] =>
    node.files === undefined
      ? [at]
      : Object.entries(node.files).flatMap(([name, inner]) =>
          walk(inner, at ? `${at}/${name}` : name),
        )
  return walk(header, '')
}

/** What the built files of the main process import that they do not hold. */
const modulesNeeded = (main: string): string[] =>
  filesBelow(main)
    .filter(name => name.endsWith('.js'))
    .flatMap(name => [
      ...readFileSync(path.join(main, name), 'utf8').matchAll(
        /^(?:import|export)\b[^"\n]*"([^"\n.][^"\n]*)";?$/gm,
      ),
    ])
    .flatMap(([, name = '']) => (isBuiltin(name) ? [] : [name]))

// Packaged for the system that the file formats above are of.
describe.skipIf(process.platform !== 'linux' || !existsSync('out/main/desktop.js'))(
  'a package, made with stand-ins for the files of Electron',
  () => {
    beforeAll(() => {
      writeElectron()
      const { status, stderr, stdout } = spawnSync(
        process.execPath,
        [
          builder,
          '--linux',
          'dir',
          '--x64',
          `-c.electronDist=${dist}`,
          `-c.directories.output=${path.join(folder, 'made')}`,
        ],
        { encoding: 'utf8' },
      )
      if (status !== 0) throw new Error(`electron-builder failed:\n${stdout.slice(-2000)}${stderr}`)
    }, 180_000)
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    it('has its fuses set', () => {
      const program = readFileSync(path.join(resources, '..', 'chartroom'))
      expect(readFuses(program)).toEqual(wantedFuses)
    })

    it('keeps two files outside the archive', () =>
      expect(filesBelow(path.join(resources, 'app.asar.unpacked')).toSorted()).toEqual([
        'node_modules/keytar/prebuilds/linux-x64/keytar.node',
        'out/THIRD_PARTY_NOTICES.txt',
      ]))

    it('holds what the program starts from, and no source, map or other module', () => {
      const names = namesIn(path.join(resources, 'app.asar'))
      const needed = [
        'package.json',
        'out/main/desktop.js',
        'out/main/parser.js',
        'out/preload/index.cjs',
        'out/renderer-files.json',
        'out/renderer/index.html',
        'out/THIRD_PARTY_NOTICES.txt',
        'node_modules/keytar/lib/keytar.js',
      ]
      expect(names).toEqual(expect.arrayContaining(needed))
      expect(names.some(name => name.startsWith('out/samples/'))).toBe(true)
      const allowed =
        /^(?:out\/(?:main|preload|renderer|samples)\/|out\/renderer-files\.json$|out\/THIRD_PARTY_NOTICES\.txt$|node_modules\/keytar\/|package\.json$|LICENSE$)/
      expect(names.filter(name => !allowed.test(name) || name.endsWith('.map'))).toEqual([])
    })

    it('brings the licences of what is bundled, and of what is not', () => {
      const notices = readFileSync(
        path.join(resources, 'app.asar.unpacked/out/THIRD_PARTY_NOTICES.txt'),
        'utf8',
      )
      const chapters = [...notices.matchAll(/^─+\n(.+) \S+, .+\n─+$/gm)].map(([, name]) => name)
      // From the main process, the window, its workers, a package's own package, outside the bundle, and no package.
      const some = ['undici', 'react', 'markdown-it', 'scheduler', '@github/keytar']
      expect(chapters).toEqual(expect.arrayContaining([...some, 'monaco-editor']))
      expect(notices).toContain('Font Inter as bundled, OFL-1.1')
      expect(notices).not.toContain('vitest')
    })

    it('needs no module that is not in it', () =>
      expect(modulesNeeded(builtMain)).toEqual(['electron']))
  },
)
