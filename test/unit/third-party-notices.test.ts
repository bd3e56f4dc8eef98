import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatNotices, packageOf, readThirdParty } from '../../scripts/lib/third-party-notices.ts'

describe('the package of a bundled module', () => {
  it.each([
    ['/r/node_modules/react/index.js', '/r/node_modules/react'],
    ['/r/node_modules/@a/b/c/d.js', '/r/node_modules/@a/b'],
    ['/r/node_modules/a/node_modules/b/c.js', '/r/node_modules/a/node_modules/b'],
    ['\0/r/node_modules/a/b.js?commonjs-es-import', '/r/node_modules/a'],
    ['C:\\r\\node_modules\\a\\b.js', 'C:\\r\\node_modules\\a'],
    ['/r/renderer/main.tsx', undefined],
    ['\0vite/preload-helper.js', undefined],
  ])('%j is %j', (id, folder) => expect(packageOf(id)).toBe(folder))
})

describe('a third party', () => {
  let folder = ''
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'chartroom-notices-'))))
  afterEach(() => rmSync(folder, { recursive: true }))
  const put = (file: string, content: string) => writeFileSync(path.join(folder, file), content)
  const describePackage = (more: object) =>
    put('package.json', JSON.stringify({ name: 'x', version: '1.0.0', ...more }))

  it('is told by its licence and its notices', () => {
    describePackage({ license: 'Apache-2.0' })
    put('LICENSE.md', 'the licence\r\n')
    put('NOTICE', 'the notice')
    put('license-checker.js', 'not one')
    put('README.md', 'no licence')
    const { license, texts } = readThirdParty(folder)
    expect(license).toBe('Apache-2.0')
    expect(texts).toContain('the licence')
    expect(texts).toContain('the notice')
    expect(texts).not.toContain('no licence')
  })

  it('that names MIT without its text has it written out, with who holds it', () => {
    describePackage({ license: 'MIT', author: 'A. Body <a@b.example>' })
    const [text] = readThirdParty(folder).texts
    expect(text).toMatch(/^Copyright \(c\) A\. Body\n\nPermission is hereby granted/)
  })

  it.each([
    ['no licence', {}],
    ['no text', { license: 'Apache-2.0', author: 'A' }],
    ['nobody who holds it', { license: 'MIT' }],
  ])('with %s stops the build', (_name, more) => {
    describePackage(more)
    expect(() => readThirdParty(folder)).toThrow(/^x 1\.0\.0/)
  })

  it('stands once, in the order of names', () => {
    const party = (name: string) => ({ name, version: '1', license: 'MIT', texts: ['t'] })
    const text = formatNotices([party('b'), party('a')])
    expect(text.indexOf('a 1, MIT')).toBeLessThan(text.indexOf('b 1, MIT'))
  })
})
