import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { dictionary } from '../../../electron/core/oci/dictionary/dictionary.ts'
import type { Dictionary } from '../../../electron/core/oci/dictionary/entry.ts'
import type { HttpResponse } from '../../../electron/core/http/base/http-types.ts'
import { createRedactor } from '../../../electron/core/http/base/redaction.ts'
import { openParameters } from '../../../electron/core/oci/base/open-parameters.ts'
import { createResponseHeaders } from '../../../electron/core/http/base/response-headers.ts'
import { createErrorTranslation } from '../../../electron/core/oci/dictionary/oci-errors.ts'
import { vendors } from '../../../shared/model/vendor.ts'
import { realClock } from '../../support/fault-registry/test-clock.ts'

const root = path.join(import.meta.dirname, '../../..')
const folder = path.join(import.meta.dirname, 'fixtures')

const fixtureSchema = z.strictObject({
  vendor: z.enum(vendors).optional(),
  action: z.enum([
    'ping',
    'catalog',
    'tags',
    'manifest',
    'blob',
    'upload-start',
    'upload',
    'push-manifest',
    'delete',
    'token',
  ]),
  signedIn: z.boolean().optional(),
  repository: z.string().optional(),
  reference: z.string().optional(),
  answer: z.strictObject({
    status: z.number().int(),
    headers: z.record(z.string(), z.string()),
    /** Text as it is, anything else as JSON. */
    body: z.unknown(),
  }),
  expect: z.strictObject({ reason: z.string(), words: z.string().optional() }),
})
type Fixture = z.infer<typeof fixtureSchema>

/** `entry.json`, or `entry.variant.json` where one entry covers several answers. */
const fixtures = readdirSync(folder).map(file => ({
  name: file.replace(/\.json$/, ''),
  entry: file.split('.', 1)[0] ?? '',
  fixture: fixtureSchema.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))),
}))

const responseOf = ({ answer }: Fixture): HttpResponse => {
  const url = new URL('https://registry.example/v2/')
  const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
  return {
    status: answer.status,
    headers: createResponseHeaders(answer.headers),
    bytes: new TextEncoder().encode(body),
    url,
    request: {
      method: 'GET',
      target: { url, path: '/v2/' },
      headers: {},
      signal: new AbortController().signal,
      limitBytes: 0,
    },
  }
}

const translate = (fixture: Fixture, entries?: Dictionary) => {
  const { vendor, action, signedIn, repository, reference } = fixture
  const error = createErrorTranslation({
    redactor: createRedactor(openParameters),
    clock: realClock,
    vendor: () => vendor,
    ...(entries && { entries }),
  })(responseOf(fixture), {
    action,
    params: {
      host: 'registry.example',
      ...(repository !== undefined && { repository }),
      ...(reference !== undefined && { reference }),
    },
    ...(signedIn !== undefined && { signedIn }),
  })
  const words = error.params['context']
  return {
    error,
    meaning: {
      reason: `${error.code}/${error.reason}`,
      ...(words !== undefined && { words }),
    },
  }
}

const without = (name: string): Dictionary =>
  Object.fromEntries(Object.entries(dictionary).filter(([other]) => other !== name))

describe('an answer of a registry', () => {
  it.each(fixtures)('$name is explained', ({ fixture }) => {
    const { error, meaning } = translate(fixture)
    expect(meaning).toEqual(fixture.expect)
    expect(error.details?.exchange?.status).toBe(fixture.answer.status)
  })

  it.each(fixtures)('$name means less without its entry', ({ entry, fixture }) => {
    expect(translate(fixture, without(entry)).meaning).not.toEqual(fixture.expect)
  })
})

type Words = Record<string, Record<string, Record<string, string>>>
const words: Words = JSON.parse(
  readFileSync(path.join(root, 'renderer/locales/en/errors/oci.json'), 'utf8'),
)

const headings = [
  ...readFileSync(path.join(root, 'docs/protocol.md'), 'utf8').matchAll(/^### (.+)$/gm),
].map(([, heading]) => heading)
const otherSource = /^(?:RFC \d+ .+|answers of .+)$/

describe('the dictionary', () => {
  it('knows at least 45 causes', () => {
    expect(Object.keys(dictionary).length).toBeGreaterThanOrEqual(45)
  })

  it.each(Object.entries(dictionary))('has a fixture, words and a source for %s', (name, entry) => {
    expect(fixtures.some(fixture => fixture.entry === name)).toBe(true)
    if (!otherSource.test(entry.source)) expect(headings).toContain(entry.source)
    const [code, reason] = entry.means
    const said = words[code]?.[reason] ?? {}
    expect(said['title'] ?? '').not.toBe('')
    expect(said['advice'] ?? '').not.toBe('')
    // What is said of this very cause.
    if (entry.words !== undefined) expect(said[`advice_${entry.words}`] ?? '').not.toBe('')
  })

  it('has no words that no entry selects', () => {
    const selected = new Set(
      Object.values(dictionary).map(({ means, words: own }) => `${means.join('/')}_${own ?? ''}`),
    )
    const unused = Object.entries(words).flatMap(([code, reasons]) =>
      Object.entries(reasons).flatMap(([reason, said]) =>
        Object.keys(said)
          .flatMap(key => /^(?:title|advice)_(.+)$/.exec(key)?.[1] ?? [])
          .filter(own => !selected.has(`${code}/${reason}_${own}`))
          .map(own => `${code}/${reason} ${own}`),
      ),
    )
    expect(unused).toEqual([])
  })

  it('names in its words only what an error carries', () => {
    const known = new Set(
      'host repository reference digest status namespace project target realm'.split(' '),
    )
    for (const { means, words: own } of Object.values(dictionary)) {
      if (own === undefined) continue
      const said = words[means[0]]?.[means[1]] ?? {}
      const text = `${said[`title_${own}`] ?? ''} ${said[`advice_${own}`] ?? ''}`
      const names = [...text.matchAll(/\{\{(\w+)/g)].map(([, name = '']) => name)
      expect(names.filter(name => !known.has(name))).toEqual([])
    }
  })
})
