import { describe, expect, it } from 'vitest'
import { parseReadme } from '../../../renderer/features/chart/readme/parse-readme.ts'
import { readLink } from '../../../renderer/features/chart/readme/readme-link.ts'
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

  const harmless = ['p', 'div', 'strong', 'table', 'img']

  it.each(hostile)('%s leaves no element behind that acts', text => {
    const elements = elementsOf(nodesOf(text))
    expect(elements.filter(({ tag }) => !harmless.includes(tag))).toEqual([])
    // Words, addresses and sizes: there is no place for a handler or a style.
    const members = elements.flatMap(element => Object.keys(element))
    expect(members.filter(name => !['tag', 'children', 'src', 'alt'].includes(name))).toEqual([])
    expect(textOf(elements)).not.toContain('alert(1)')
  })

  it.each([
    'javascript:alert(1)',
    'vbscript:x',
    'data:text/html,x',
    'file:///etc/passwd',
    'ms-msdt:x',
  ])('a link to %s leads nowhere', address => {
    const links = elementsOf(nodesOf(`[x](<${address}>)`)).filter(({ tag }) => tag === 'a')
    const kinds = links.map(({ href }) => readLink(href ?? '', () => true).kind)
    expect(kinds).toEqual(['none'])
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
    expect(textOf(nodesOf('text <i>in</i> <font color=red>a</font> line')).trim()).toBe(
      'text in a line',
    )
  })
})

describe('the HTML that READMEs are written in', () => {
  const leftOut = (text: string) => {
    const parsed = parseReadme(text)
    return parsed.kind === 'tree' ? parsed.leftOut : parsed.because
  }
  const find = (text: string, tag: string) =>
    elementsOf(nodesOf(text)).find(element => element.tag === tag)

  it('is kept as far as it is safe: headings, tables, folds, breaks, images', () => {
    const text =
      '<h1 align="center">Redis</h1>\n\n<details><summary>More</summary>\n\n| a |\n|---|\n| x<br>y |\n\n</details>\n\n' +
      '<table><tr><th>Key<th>Type<tr><td>a<td align=right colspan=2>b</table>\n\n<p><img src="a.png" width="120"></p>'
    expect(find(text, 'h1')).toMatchObject({ align: 'center', id: 'user-content-redis' })
    const fold = find(text, 'details')
    expect(elementsOf(fold?.children ?? []).map(({ tag }) => tag)).toEqual(
      // prettier-ignore
      ['summary', 'table', 'thead', 'tr', 'th', 'tbody', 'tr', 'td', 'br'],
    )
    expect(find(text, 'img')).toMatchObject({ src: 'a.png', width: 120 })
    const cells = elementsOf(nodesOf(text)).filter(({ tag }) => tag === 'td')
    expect(cells.at(-1)).toMatchObject({ align: 'right', colSpan: 2, children: ['b'] })
    expect(leftOut(text)).toEqual([])
  })

  it('says what of it was left out', () => {
    const text =
      '<script>a()</script>\n\ntext <script>b()</script> <iframe src=x></iframe>\n\n<!-- a note -->'
    expect(leftOut(text)).toEqual([
      { tag: 'script', count: 2 },
      { tag: 'iframe', count: 1 },
    ])
    expect(textOf(nodesOf(text)).trim()).toBe('text')
  })

  it.each([
    '<div>\n<script>\nopen\n\nrest',
    '<div>\n<style>\nopen\n\nrest',
    '<svg onload=x>\n\nrest',
    '<iframe src=x>\n\nrest',
    '<title>\n\nrest',
    '<textarea>\n\nrest',
    '<plaintext>\n\nrest',
    '<div>\n<!-- open\n\nrest',
    '<div title="open>\n\nrest',
    'a <title>b\n\nrest',
    'a <script>b\n\nrest',
  ])('%j takes nothing after it along', text => {
    expect(textOf(nodesOf(text))).toMatch(/rest\s*$/)
  })

  it('shows a placeholder in angle brackets as it is written', () => {
    expect(textOf(nodesOf('helm install <your-name> <ns>')).trim()).toBe(
      'helm install <your-name> <ns>',
    )
  })

  it('keeps words of boxes apart', () => {
    const tags = tagsOf('<select><option>a</option><option>b</option></select>')
    expect(tags.filter(tag => tag === 'div')).toHaveLength(3)
  })
})

describe('what GitHub adds to Markdown', () => {
  it('makes alerts of quotes that begin with their mark', () => {
    const quotes = elementsOf(
      nodesOf('> [!WARNING]\n> Take care\n\n> [!note]\n>\n> Words\n\n> [!OTHER]\n> Words'),
    ).filter(({ tag }) => tag === 'blockquote')
    expect(quotes.map(({ alert }) => alert)).toEqual(['warning', 'note', undefined])
    expect(quotes.map(({ children }) => textOf(children).trim())).toEqual([
      'Take care',
      'Words',
      '[!OTHER]\nWords',
    ])
  })

  it('makes boxes of tasks, whose lists below them stay lists', () => {
    const [list] = elementsOf(nodesOf('- [ ] open\n  - below\n- [X] done\n- [y] none'))
    const items = (list?.children ?? []).filter(node => typeof node !== 'string')
    const boxes = items.map(item => elementsOf(item.children).find(({ tag }) => tag === 'input'))
    expect(boxes.map(box => box?.checked)).toEqual([false, true, undefined])
    expect(elementsOf(items[0]?.children ?? []).map(({ tag }) => tag)).toEqual([
      'input',
      'ul',
      'li',
    ])
  })

  it('colours code in languages that it knows', () => {
    const text = '```yaml\na: "b" # c\n```\n\n```none\na: b\n```'
    const spans = elementsOf(nodesOf(text)).filter(({ tag }) => tag === 'span')
    expect(spans.map(({ colour }) => colour)).toEqual(['key', 'string', 'comment'])
    expect(textOf(nodesOf(text))).toContain('a: "b" # c\n')
  })

  it('links addresses, and no file names', () => {
    const links = elementsOf(
      nodesOf('https://example.com/a_b, a@example.com, values.yaml, README.md'),
    )
    expect(links.filter(({ tag }) => tag === 'a').map(({ href }) => href)).toEqual([
      'https://example.com/a_b',
      'mailto:a@example.com',
    ])
  })
})
