import { describe, expect, it } from 'vitest'
import { readLink } from '../../../renderer/features/chart/readme/readme-link.ts'

const nowhere = () => false

describe('where a link of a README leads', () => {
  it.each([
    ['https://example.com/a', 'example.com'],
    ['http://example.com:8080/', 'example.com:8080'],
    ['https://user:pw@evil.example/github.com', 'evil.example'],
    ['https://аpple.com/', 'xn--pple-43d.com'],
    ['https://exa\u202Emple.com/', undefined],
    ['HTTPS://EXAMPLE.com', 'example.com'],
  ])('%s is asked about with the host %s', (href, host) => {
    const link = readLink(href, nowhere)
    expect(link.kind === 'outside' ? link.host : undefined).toBe(host)
  })

  it.each([
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    'vbscript:x',
    'data:text/html,x',
    'file:///etc/passwd',
    'smb://host/share',
    'vscode://x',
    'ms-msdt:/id',
    '\\\\host\\share',
    '//evil.example/x',
    './docs/values.md',
    '/etc/passwd',
    '',
    `https://example.com/${'a'.repeat(2048)}`,
  ])('%s leads nowhere', href => {
    expect(readLink(href, nowhere)).toEqual({ kind: 'none' })
  })

  it('knows mail and places within the README', () => {
    expect(readLink('mailto:a@example.com', nowhere)).toMatchObject({
      kind: 'mail',
      address: 'a@example.com',
    })
    expect(readLink('#get-started', nowhere)).toEqual({
      kind: 'anchor',
      id: 'user-content-get-started',
    })
    expect(readLink('#100%', nowhere)).toEqual({ kind: 'anchor', id: 'user-content-100%' })
  })

  it.each([
    ['values.yaml', 'values.yaml'],
    ['./docs/a%20b.md#part', 'docs/a b.md'],
    ['docs/../values.yaml?raw=1', 'values.yaml'],
    ['/docs/', 'docs'],
  ])('%s leads to %s in the archive', (href, path) => {
    const files = ['values.yaml', 'docs/a b.md', 'docs']
    expect(readLink(href, name => files.includes(name))).toEqual({ kind: 'file', path })
  })

  it.each([
    '../values.yaml',
    'docs/../../values.yaml',
    '//values.yaml',
    '.\\values.yaml',
    './',
    '?a',
  ])('%s leads to nothing in the archive', href => {
    expect(readLink(href, () => true)).toEqual({ kind: 'none' })
  })
})
