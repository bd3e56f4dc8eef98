import { describe, expect, it } from 'vitest'
import { readLink } from '../../../renderer/features/chart/readme/readme-link.ts'

describe('where a link of a README leads', () => {
  it.each([
    ['https://example.com/a', 'example.com'],
    ['http://example.com:8080/', 'example.com:8080'],
    ['https://user:pw@evil.example/github.com', 'evil.example'],
    ['https://аpple.com/', 'xn--pple-43d.com'],
    ['https://exa\u202Emple.com/', undefined],
    ['HTTPS://EXAMPLE.com', 'example.com'],
  ])('%s is asked about with the host %s', (href, host) => {
    const link = readLink(href)
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
    expect(readLink(href)).toEqual({ kind: 'none' })
  })

  it('knows mail and places within the README', () => {
    expect(readLink('mailto:a@example.com')).toMatchObject({
      kind: 'mail',
      address: 'a@example.com',
    })
    expect(readLink('#get-started')).toEqual({ kind: 'anchor', id: 'user-content-get-started' })
    expect(readLink('#100%')).toEqual({ kind: 'anchor', id: 'user-content-100%' })
  })
})
