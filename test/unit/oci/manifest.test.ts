import { afterEach, describe, expect, it, vi } from 'vitest'
import { parseManifest } from '../../../electron/core/oci/manifests/manifest.ts'
import { mediaType } from '../../../shared/model/media-types.ts'
import { growth, isLinear } from '../../support/growth.ts'

afterEach(() => vi.restoreAllMocks())

const encode = (text: string) => new TextEncoder().encode(text)
const digest = `sha256:${'a'.repeat(64)}`
const config = `{"mediaType":"${mediaType.helmConfig}","digest":"${digest}","size":99}`
const layer = `{"mediaType":"${mediaType.helmChart}","digest":"${digest}","size":973}`
const manifest = (fields: string) => encode(`{"schemaVersion":2${fields}}`)

const refusal = (bytes: Uint8Array) => {
  try {
    parseManifest(bytes)
  } catch (error) {
    return error instanceof Error ? error.message : 'no error'
  }
  return 'accepted'
}

describe('parseManifest', () => {
  it('reads a chart manifest as helm writes it', () => {
    const parsed = parseManifest(
      manifest(`,"config":${config},"layers":[${layer}],"annotations":{"a":"b"}`),
    )
    expect(parsed).toMatchObject({
      kind: 'manifest',
      mediaType: mediaType.ociManifest,
      config: { mediaType: mediaType.helmConfig, digest, sizeBytes: 99 },
      layers: [{ mediaType: mediaType.helmChart, digest, sizeBytes: 973 }],
      annotations: { a: 'b' },
    })
  })

  it('reads an index with the kind of each child', () => {
    const child = layer.replace('{', `{"artifactType":"${mediaType.helmConfig}",`)
    expect(parseManifest(manifest(`,"manifests":[${child}]`))).toMatchObject({
      kind: 'index',
      mediaType: mediaType.ociIndex,
      manifests: [{ digest, artifactType: mediaType.helmConfig }],
    })
  })

  it('keeps an annotation named __proto__ an annotation', () => {
    const parsed = parseManifest(
      manifest(`,"config":${config},"layers":[],"annotations":{"__proto__":"x"}`),
    )
    expect(Object.entries(parsed.annotations)).toEqual([['__proto__', 'x']])
  })

  it.each([
    ['layers twice', `,"config":${config},"layers":[],"layers":[${layer}]`],
    ['layers twice, once escaped', `,"config":${config},"layers":[],"l\\u0061yers":[${layer}]`],
    [
      'a size twice inside a layer',
      `,"config":${config},"layers":[${layer.replace('}', ',"size":1}')}]`,
    ],
    ['layers and manifests', `,"config":${config},"layers":[],"manifests":[]`],
    ['config and manifests', `,"config":${config},"manifests":[]`],
  ])('refuses %s as ambiguous', (_name, fields) => {
    expect(refusal(manifest(fields))).toBe('unsupported/ambiguous-manifest')
  })

  it.each(['-1', '1.5', '"12"', '9007199254740993', '1e309', 'true'])(
    'refuses the size %s',
    size => {
      const bad = layer.replace('973', size)
      expect(refusal(manifest(`,"config":${config},"layers":[${bad}]`))).toBe(
        'unsupported/malformed-manifest',
      )
    },
  )

  it.each([
    'sha256:../../x',
    'sha256:BAD',
    `md5:${'a'.repeat(32)}`,
    `sha1:${'a'.repeat(40)}`,
    `sha256:${'A'.repeat(64)}`,
    `sha256:${'a'.repeat(63)}`,
    '',
  ])('refuses the digest %s', bad => {
    const fields = `,"config":${config},"layers":[${layer.replace(digest, bad)}]`
    expect(refusal(manifest(fields))).toBe('unsupported/malformed-manifest')
  })

  it.each([
    ['layers that are no list', `{"config":${config},"layers":{}}`],
    ['an annotation that is no text', `{"config":${config},"layers":[],"annotations":{"a":1}}`],
  ])('refuses %s', (_name, text) => {
    expect(refusal(encode(text))).toBe('unsupported/malformed-manifest')
  })

  const text = `"mediaType":"${mediaType.ociManifest}"`
  it.each([
    ['no layers', `,"config":${config}`, { kind: 'manifest', layers: [] }],
    ['layers null', `,"config":${config},"layers":null`, { kind: 'manifest', layers: [] }],
    [
      'manifests null beside layers',
      `,"config":${config},"layers":[${layer}],"manifests":null`,
      { kind: 'manifest', layers: [{ digest }] },
    ],
    [
      'config and layers null beside manifests',
      `,"config":null,"layers":null,"manifests":[${layer}]`,
      { kind: 'index', manifests: [{ digest }] },
    ],
    ['manifests null', ',"manifests":null', { kind: 'index', manifests: [] }],
    [
      'annotations, some of them null',
      `,"config":${config},"layers":[],"annotations":{"a":null,"b":"c"}`,
      { annotations: { a: '', b: 'c' } },
    ],
    ['annotations null', `,"config":${config},"layers":[],"annotations":null`, { annotations: {} }],
    [
      'a layer that says no type',
      `,"config":${config},"layers":[{"mediaType":null,"digest":"${digest}","size":1}]`,
      { layers: [{ mediaType: '', digest }] },
    ],
    ['no type', `,"mediaType":null,"config":${config}`, { mediaType: mediaType.ociManifest }],
  ])('reads %s as Go does', (_name, fields, expected) => {
    expect(parseManifest(manifest(fields))).toMatchObject(expected)
  })

  it.each([
    ['config', ',"layers":[]'],
    ['config', `,"config":null,"layers":[${layer}]`],
    ['config', `,${text}`],
    ['config', ''],
    ['config.digest', ',"config":{},"layers":[]'],
    ['config.size', `,"config":{"digest":"${digest}","size":null},"layers":[]`],
    ['layers.1', `,"config":${config},"layers":[${layer},null]`],
    ['layers.0.digest', `,"config":${config},"layers":[{"mediaType":"x","size":1}]`],
  ])('names %s where it is missing', (field, fields) => {
    expect(() => parseManifest(manifest(fields))).toThrow(
      expect.objectContaining({ reason: 'manifest-incomplete', params: { field } }),
    )
  })

  it.each([
    ['two million levels', `{"a":${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}}`],
    ['65 levels', `{"a":${'['.repeat(64)}${']'.repeat(64)}}`],
    ['330,000 keys', `{${Array.from({ length: 330_000 }, (_, at) => `"${at}":0`).join(',')}}`],
    ['a million objects', `{"layers":[${'{},'.repeat(1_000_000)}{}]}`],
  ])('refuses %s before it is parsed', (_name, hostile) => {
    const bytes = encode(hostile)
    const parse = vi.spyOn(JSON, 'parse')
    expect(refusal(bytes)).toBe('unsupported/manifest-excessive')
    expect(parse).not.toHaveBeenCalled()
  })

  it('takes 64 levels and 10,000 keys', () => {
    const levels = `"a":${'['.repeat(63)}${']'.repeat(63)}`
    const keys = Array.from({ length: 10_000 }, (_, at) => `"k${at}":"${'"'.length}"`).join(',')
    const fields = `,"config":${config},"layers":[],${levels},"annotations":{${keys}}`
    expect(Object.keys(parseManifest(manifest(fields)).annotations)).toHaveLength(10_000)
  })

  it('parses the same bytes once', () => {
    const bytes = manifest(`,"config":${config},"layers":[]`)
    const parse = vi.spyOn(JSON, 'parse')
    parseManifest(bytes)
    parseManifest(bytes)
    expect(parse).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['nothing', ''],
    ['HTML', '<html></html>'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a cut object', '{"schemaVersion":2'],
  ])('refuses %s', (_name, text) => {
    expect(refusal(encode(text))).toBe('unsupported/manifest-not-json')
  })

  it('refuses bytes that are no UTF-8', () => {
    expect(refusal(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d))).toBe(
      'unsupported/manifest-not-json',
    )
  })

  it('says what kind of content it is when it is neither manifest nor index', () => {
    expect(refusal(manifest(',"mediaType":"application/x"'))).toBe('unsupported/manifest-kind')
  })

  it('stays linear on 4 MiB of escaped quotes', () => {
    const text = `{"annotations":{"a":"${'\\"'.repeat(2_000_000)}"},"config":${config},"layers":[]}`
    expect(refusal(encode(text))).toBe('accepted')
    expect(refusal(encode(text.slice(0, -60)))).toBe('unsupported/manifest-not-json')
  }, 5_000)

  it('looks through 4 MiB at a cost that grows with its length alone', () => {
    // What fooled a reader that looked back at every quote, or forward at every bracket.
    for (const part of ['\\\\"', '"\\', '[', '{"a":', '"a":', '" ', ',', ' ']) {
      const reading = (times: number) => {
        const bytes = encode(part.repeat(times))
        return () => refusal(bytes)
      }
      expect(growth(reading, 20_000), part).toBeLessThan(isLinear)
    }
  })
})
