import { describe, expect, test } from 'vitest'
import { hashState, parseProvenance } from '../../../electron/core/archive/provenance.ts'
import { AppError } from '../../../shared/errors.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const signed = (text: string) =>
  `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${text}\n-----BEGIN PGP SIGNATURE-----\n\nwsB\n-----END PGP SIGNATURE-----\n`
const message = signed(`description: a\nname: demo\n\n...\nfiles:\n  demo-1.2.3.tgz: ${digest}`)

describe('a provenance file', () => {
  test('holds the sums of its second part', () => {
    expect(parseProvenance(message)).toEqual({ files: { 'demo-1.2.3.tgz': digest } })
    expect(parseProvenance(message.replaceAll('\n', '\r\n')).files).toHaveProperty([
      'demo-1.2.3.tgz',
    ])
  })

  test('unescapes dashes', () => {
    const { files } = parseProvenance(signed(`a: b\n...\n- files: {x.tgz: ${digest}}`))
    expect(files).toEqual({ 'x.tgz': digest })
  })

  test.each([
    ['one part only', signed('files: {a: b}')],
    ['broken YAML', signed('a\n...\nfiles: [')],
    ['no map of files', signed('a\n...\nfiles: [x]')],
    ['no text', '-----BEGIN PGP SIGNED MESSAGE-----\n'],
    ['sums far too long', signed(`a\n...\nfiles:\n${'  a: b\n'.repeat(20_000)}`)],
  ])('with %s holds none', (_name, text) => expect(parseProvenance(text)).toEqual({ files: {} }))

  test.each([
    ['a private key', '-----BEGIN PRIVATE KEY-----\nabc\n', 'invalid-input/not-a-provenance'],
    ['text before the header', `hello\n${message}`, 'invalid-input/not-a-provenance'],
    ['nothing', '', 'invalid-input/not-a-provenance'],
    ['2 MiB', message + 'x'.repeat(2 * 1024 * 1024), 'too-large/provenance'],
  ])('is not %s', (_name, text, error) => {
    expect(() => parseProvenance(text)).toThrow(expect.objectContaining({ message: error }))
    expect(() => parseProvenance(text)).toThrow(AppError)
  })

  test('is looked up by the base name of the file, as helm does', () => {
    const facts = parseProvenance(message)
    expect(hashState(facts, 'demo-1.2.3.tgz', digest)).toBe('matches')
    expect(hashState(facts, '/some/where/demo-1.2.3.tgz', digest)).toBe('matches')
    expect(hashState(facts, 'demo-1.2.3.tgz', `sha256:${'cd'.repeat(32)}`)).toBe('differs')
    expect(hashState(facts, 'renamed.tgz', digest)).toBe('absent')
    expect(hashState(facts, 'constructor', digest)).toBe('absent')
  })
})
