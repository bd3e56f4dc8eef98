import { describe, expect, it } from 'vitest'
import { parseManifest } from '../../../electron/core/oci/manifest.ts'
import { mediaType } from '../../../shared/model/media-types.ts'

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

  it.each(['-1', '1.5', '"12"', '9007199254740993', '1e309', 'null', 'true'])(
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
    ['nothing', ''],
    ['HTML', '<html></html>'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a cut object', '{"schemaVersion":2'],
    ['200,000 levels', '['.repeat(200_000) + ']'.repeat(200_000)],
    ['65 levels', `{"a":${'['.repeat(64)}${']'.repeat(64)}}`],
    ['layers that are no list', `{"config":${config},"layers":{}}`],
    ['an annotation that is no text', `{"config":${config},"layers":[],"annotations":{"a":1}}`],
  ])('refuses %s', (_name, text) => {
    expect(refusal(encode(text))).toBe('unsupported/malformed-manifest')
  })

  it('refuses bytes that are no UTF-8', () => {
    expect(refusal(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d))).toBe(
      'unsupported/malformed-manifest',
    )
  })

  it('says what kind of content it is when it is neither manifest nor index', () => {
    expect(refusal(manifest(',"mediaType":"application/x"'))).toBe('unsupported/manifest-kind')
  })

  it('stays linear on 4 MiB of escaped quotes', () => {
    const text = `{"annotations":{"a":"${'\\"'.repeat(2_000_000)}"},"config":${config},"layers":[]}`
    expect(refusal(encode(text))).toBe('accepted')
    expect(refusal(encode(text.slice(0, -60)))).toBe('unsupported/malformed-manifest')
  }, 5_000)
})
