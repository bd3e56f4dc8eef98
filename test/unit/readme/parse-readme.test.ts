import { describe, expect, it } from 'vitest'
import { parseReadme } from '../../../renderer/features/chart/readme/parse-readme.ts'
import type {
  ReadmeElement,
  ReadmeNode,
} from '../../../renderer/features/chart/readme/readme-node.ts'

const nodesOf = (text: string): readonly ReadmeNode[] => {
  const parsed = parseReadme(text)
  if (parsed.kind !== 'tree') throw new Error(parsed.because)
  return parsed.nodes
}

const elementsOf = (nodes: readonly ReadmeNode[]): ReadmeElement[] =>
  nodes.flatMap(node => (typeof node === 'string' ? [] : [node, ...elementsOf(node.children)]))

const textOf = (nodes: readonly ReadmeNode[]): string =>
  nodes.map(node => (typeof node === 'string' ? node : textOf(node.children))).join('')

const tagsOf = (text: string) => elementsOf(nodesOf(text)).map(element => element.tag)

describe('what a README becomes', () => {
  it('keeps the shape of ordinary Markdown', () => {
    expect(
      tagsOf('# Redis\n\nA *store*.\n\n- [x] fast\n\n| a | b |\n|---|--:|\n| 1 | 2 |'),
    ).toEqual(
      // prettier-ignore
      ['h1', 'p', 'em', 'ul', 'li', 'input', 'table', 'thead', 'tr', 'th', 'th', 'tbody', 'tr', 'td', 'td'],
    )
  })

  it('gives headings the anchors that a table of contents uses, prefixed', () => {
    const headings = elementsOf(nodesOf('## Get `it` running\n\n## Get it running'))
    expect(headings.filter(({ tag }) => tag === 'h2').map(({ id }) => id)).toEqual([
      'user-content-get-it-running',
      'user-content-get-it-running-1',
    ])
  })

  it('tells the level of a heading where the outline skips one', () => {
    const headings = elementsOf(nodesOf('# a\n\n### b\n\n###### c\n\n## d\n\n### e'))
    expect(headings.map(({ tag, level }) => [tag, level])).toEqual([
      ['h1', undefined],
      ['h3', 2],
      ['h6', 3],
      ['h2', undefined],
      ['h3', undefined],
    ])
  })

  it('keeps an image as its words and its address', () => {
    const [, image] = elementsOf(nodesOf('![logo](https://example.com/logo.png)'))
    expect(image).toEqual({
      tag: 'img',
      children: [],
      src: 'https://example.com/logo.png',
      alt: 'logo',
    })
  })
})

describe('hostile READMEs', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    '<form action="https://evil.example/"><input name=a></form>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<style>*{display:none}</style>',
    '<svg onload=alert(1)>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
    '<link rel=stylesheet href=https://evil.example/a.css>',
    'text <b onmouseover=alert(1)>in</b> a line',
  ]

  it.each(hostile)('%s leaves no element behind', text => {
    expect(tagsOf(text).filter(tag => tag !== 'p')).toEqual([])
  })

  it.each([
    'javascript:alert(1)',
    'vbscript:x',
    'data:text/html,x',
    'file:///etc/passwd',
    'ms-msdt:x',
  ])('a link to %s has no address', address => {
    const links = elementsOf(nodesOf(`[x](<${address}>)`)).filter(({ tag }) => tag === 'a')
    expect(links.map(({ href }) => href)).toEqual([undefined])
  })

  it('prefixes every id, so that none can take the place of one of the app', () => {
    const ids = elementsOf(nodesOf('# root\n\nNote[^body]\n\n[^body]: here')).flatMap(
      ({ id }) => id ?? [],
    )
    expect(ids.length).toBeGreaterThan(1)
    expect(ids.filter(id => !id.startsWith('user-content-'))).toEqual([])
  })

  it('does not follow nesting deeper than anybody writes', () => {
    expect(parseReadme(`${'>'.repeat(200)} x`)).toEqual({ kind: 'plain', because: 'too-complex' })
  })

  it('does not lay out more elements than a browser can', () => {
    const manyRules = '---\n'.repeat(12_001)
    expect(parseReadme(manyRules)).toEqual({ kind: 'plain', because: 'too-complex' })
  }, 60_000)

  it('keeps the words of raw HTML that stands within a line', () => {
    expect(textOf(nodesOf('text <b>in</b> a line'))).toBe('text in a line')
  })
})
