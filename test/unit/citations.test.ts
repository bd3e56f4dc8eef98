import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '..', '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

const sources = globSync(
  [
    '{electron,renderer,shared,scripts,test}/**/*.{ts,tsx,mjs,css}',
    '*.{ts,json,yml}',
    '.github/**/*.yml',
  ],
  { cwd: root },
)
  .map(file => file.replaceAll(path.sep, '/'))
  .filter(
    file => file !== 'package-lock.json' && !/local-registry\/samples\/|citations\.test/.test(file),
  )

const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).map(file =>
  file.replaceAll(path.sep, '/'),
)

/** A comment that goes on in the next line is read as one text. */
const joined = (text: string) => text.replace(/\n[ \t]*(?:\*(?!\/)|\/\/|#)?[ \t]*/g, ' ')

const headingsOf = (document: string) =>
  new Set(
    [...read(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading.replaceAll(/[`\\]/g, ''),
    ),
  )

const citationPattern = /(?<![\w/.-])docs\/[\w./-]+\.md(?:, "[^"]+"(?:(?:, | and )"[^"]+")*)?/g

const citations = [...sources, ...documents].flatMap(file =>
  [...joined(read(file)).matchAll(citationPattern)].map(([cited]) => ({ file, cited })),
)

describe('what the code cites', () => {
  it('is a heading of a document in this repository', () => {
    const missing = citations.flatMap(({ file, cited }) => {
      const document = cited.split(',')[0] ?? ''
      if (!existsSync(path.join(root, document))) return [`${file}: ${document}`]
      const headings = headingsOf(document)
      return [...cited.matchAll(/"([^"]+)"/g)]
        .map(([, heading = '']) => heading)
        .filter(heading => !headings.has(heading))
        .map(heading => `${file}: ${document}, "${heading}"`)
    })
    expect(missing).toEqual([])
    expect(citations.length).toBeGreaterThan(0)
  })

  // A reader of this repository has the repository, and what is public.
  it('is nothing that only its authors could read', () => {
    const elsewhere =
      /\bfacts?:? (?:\d|[\w-]+\.md)|\bfacts\/|security (?:(?:rows?|section|M) ?)?\d|\(rows? \d|\brow \d+’s|oci-registries|measured\.md|DESIGN\.md/i
    const found = sources.flatMap(file =>
      read(file)
        .split('\n')
        .flatMap((line, at) => (elsewhere.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : [])),
    )
    expect(found.filter(line => !line.includes('facts/helm-ranges.json'))).toEqual([])
  })
})

describe('docs/threats.md', () => {
  /** `unit/a.test.ts` "one title", "another". */
  const pattern = /`((?!test\/)[\w/-]+\.test\.tsx?)`((?:,? "(?:\\.|[^"\\])+")*)/g
  const named = [...read('docs/threats.md').matchAll(pattern)].map(
    ([, file = '', titles = '']) => ({
      file: `test/${file}`,
      titles: [...titles.matchAll(/"((?:\\.|[^"\\])+)"/g)].map(([, title = '']) =>
        title.replaceAll('\\', ''),
      ),
    }),
  )

  it('names tests that are there, each by its title or by a row of its table', () => {
    const missing = named.flatMap(({ file, titles }) => {
      if (titles.length === 0) return [`${file}: no title`]
      if (!existsSync(path.join(root, file))) return [file]
      const text = read(file).replaceAll('\\', '')
      return titles.filter(title => !text.includes(title)).map(title => `${file} "${title}"`)
    })
    expect(missing).toEqual([])
  })

  it('has a test in every row but those of its last table', () => {
    const held = read('docs/threats.md').split('\n## Held by no test yet')[0] ?? ''
    const rows = held
      .split('\n## Archives')[1]
      ?.split('\n')
      .filter(line => /^\| (?!-|what )/.test(line))
    expect(rows?.filter(row => !row.includes('.test.ts`'))).toEqual([])
    expect(rows?.length).toBeGreaterThan(100)
  })
})

describe('the documents', () => {
  it('name files that are there', () => {
    const missing = documents.flatMap(file =>
      [...read(file).matchAll(/`((?:electron|renderer|shared|scripts|test|docs)\/[\w./-]+)`/g)]
        .map(([, named = '']) => named)
        .filter(named => !existsSync(path.join(root, named)) && named !== 'electron/package.json')
        .map(named => `${file}: ${named}`),
    )
    expect(missing).toEqual([])
  })

  it('link to files that are there', () => {
    const missing = documents.flatMap(file =>
      [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)]
        .map(([, target = '']) => target)
        .filter(target => !existsSync(path.join(root, path.dirname(file), target)))
        .map(target => `${file}: ${target}`),
    )
    expect(missing).toEqual([])
  })

  it('list every decision in their index', () => {
    const index = read('docs/decisions/README.md')
    const missing = globSync('docs/decisions/[0-9]*.md', { cwd: root })
      .map(file => path.basename(file))
      .filter(name => !index.includes(`](${name})`))
    expect(missing).toEqual([])
  })
})
