import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fuseNames, wantedFuses } from '../../../scripts/lib/fuses.ts'

const target = z.union([z.string(), z.object({ target: z.string(), arch: z.array(z.string()) })])
const system = z.object({ target: z.array(target) })
const configSchema = z.object({
  appId: z.string(),
  files: z.array(z.string()),
  asar: z.object({ smartUnpack: z.boolean() }),
  asarUnpack: z.array(z.string()),
  npmRebuild: z.boolean(),
  electronFuses: z.record(z.string(), z.boolean()),
  linux: system,
  mac: system,
  win: system,
  deb: z.object({ depends: z.array(z.string()) }),
  publish: z.null(),
})
const config = configSchema.parse(load(readFileSync('electron-builder.yml', 'utf8')))
const packageJson: { main: string; devDependencies: Record<string, string> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
)

const targetsOf = (of: z.infer<typeof system>) =>
  of.target.map(each => (typeof each === 'string' ? each : each.target))

describe('electron-builder.yml', () => {
  it('makes AppImage and deb, dmg, and nsis', () => {
    expect(targetsOf(config.linux)).toEqual(['AppImage', 'deb'])
    expect(targetsOf(config.mac)).toEqual(['dmg'])
    expect(targetsOf(config.win)).toEqual(['nsis'])
  })

  it('sets every fuse that can be set as wanted, and no unknown one', () => {
    const { resetAdHocDarwinSignature, ...fuses } = config.electronFuses
    const expected = fuseNames
      .filter(name => name !== 'wasmTrapHandlers')
      .map(name => [name, wantedFuses[name] === 'on'])
    expect(fuses).toEqual(Object.fromEntries(expected))
    expect(resetAdHocDarwinSignature).toBe(true)
  })

  it('has two files outside the archive: the licences, and the native part of keytar', () => {
    expect(config.asar).toEqual({ smartUnpack: false })
    expect(config.asarUnpack).toEqual([
      'out/THIRD_PARTY_NOTICES.txt',
      'node_modules/keytar/prebuilds/*/keytar.node',
    ])
  })

  it('takes no module but keytar', () => {
    const modules = config.files.filter(file => file.includes('node_modules'))
    expect(modules[0]).toBe('!node_modules/**/*')
    for (const file of modules.slice(1)) expect(file).toMatch(/^node_modules\/keytar\//)
  })

  it('names what keytar needs of a Debian', () =>
    expect(config.deb.depends).toContain('libsecret-1-0'))

  it('downloads and publishes nothing of its own accord', () => {
    expect(config.publish).toBeNull()
    expect(config.npmRebuild).toBe(false)
  })
})

describe('Electron', () => {
  it('is pinned to one version, in a line that gets security fixes', () => {
    const version = packageJson.devDependencies['electron'] ?? ''
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
    // ASAR integrity can be walked around before 35.7.5 (CVE-2025-55305).
    expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(45)
  })

  it('starts the desktop host', () => expect(packageJson.main).toBe('out/main/desktop.js'))
})
