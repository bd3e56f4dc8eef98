import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDataDir } from '../../../electron/core/folders/open-data-dir.ts'
import { claimRegistryFolder } from '../../../electron/core/local-registry/registry-folder.ts'
import { readFilesBelow } from '../../support/files-below.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const modeOf = (file: string) => statSync(file).mode & 0o777
const mark = 'chartroom-folder.txt'

const claims = [
  ['the data folder', (folder: string) => void openDataDir(folder)],
  ['the folder of a registry', claimRegistryFolder],
] as const

describe.each(claims)('%s', (_name, claim) => {
  it('is made for this user only, with what is missing above it, and is marked', () => {
    const folder = path.join(temporaryFolder(), 'new', 'data')
    claim(folder)
    expect(modeOf(folder)).toBe(0o700)
    expect(modeOf(path.dirname(folder))).toBe(0o700)
    expect(readdirSync(folder)).toEqual([mark])
    expect(readFileSync(path.join(folder, mark), 'utf8')).toMatch(/^Chartroom keeps its data/)
  })

  it('may be an empty one, which keeps its mode', () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o755)
    writeFileSync(path.join(folder, '.DS_Store'), '')
    claim(folder)
    expect(modeOf(folder)).toBe(0o755)
  })

  it('with other files in it is refused, and left as it is', async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o755)
    mkdirSync(path.join(folder, 'uploads'))
    for (const name of ['notes.txt', 'uploads/thesis.part', 'lock', 'chartroom.txt'])
      writeFileSync(path.join(folder, name), name)
    const before = await readFilesBelow(folder)
    expect(() => claim(folder)).toThrow(
      `Chartroom cannot keep its data in ${folder}: there are other files in it. Choose an empty folder or a new one.`,
    )
    expect(await readFilesBelow(folder)).toEqual(before)
    expect(modeOf(folder)).toBe(0o755)
  })

  it('that is ours already goes on, whatever was put there since', () => {
    const folder = temporaryFolder()
    claim(folder)
    writeFileSync(path.join(folder, 'notes.txt'), 'mine')
    expect(() => claim(folder)).not.toThrow()
  })

  it('goes on where a power cut left its mark without the text', () => {
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, mark), '')
    writeFileSync(path.join(folder, 'notes.txt'), '')
    expect(() => claim(folder)).not.toThrow()
  })
})

describe('the data folder', () => {
  it.each(['chartroom.db', 'logs/chartroom.log'])('of an earlier version is known by %s', name => {
    const folder = temporaryFolder()
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    for (const file of [name, 'notes.txt']) writeFileSync(path.join(folder, file), '')
    expect(openDataDir(folder)).toBe(folder)
  })

  it('is not taken for a registry, nor a registry for it', () => {
    const [data, registry] = [temporaryFolder(), temporaryFolder()]
    openDataDir(data)
    claimRegistryFolder(registry)
    expect(() => claimRegistryFolder(data)).toThrow(`${data} is the data folder of Chartroom`)
    expect(() => openDataDir(registry)).toThrow(`${registry} is the local registry folder`)
  })

  it('that cannot be made is named', () => {
    const file = path.join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    expect(() => openDataDir(file)).toThrow(`cannot keep its data in ${file} (EEXIST)`)
    expect(() => openDataDir(path.join(file, 'below'))).toThrow(/\((EEXIST|ENOTDIR)\)/)
  })

  // Node's recursive mkdir never comes back from there.
  it.skipIf(process.platform !== 'linux')('is refused where the system takes no names', () => {
    expect(() => openDataDir('/proc/chartroom/data')).toThrow(
      'cannot keep its data in /proc/chartroom/data (ENOENT)',
    )
    expect(() => openDataDir('/proc')).toThrow('there are other files in it')
  })
})

describe('the folder of a registry', () => {
  it.each([[['lock', 'ledger.jsonl', 'readme.txt']], [['lock', 'owner']], [['password']]])(
    'of an earlier version is known by %j',
    names => {
      const folder = temporaryFolder()
      for (const name of names) writeFileSync(path.join(folder, name), '')
      claimRegistryFolder(folder)
      expect(readdirSync(folder)).toContain(mark)
    },
  )
})
