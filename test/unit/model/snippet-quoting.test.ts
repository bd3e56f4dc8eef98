import fc from 'fast-check'
import { load } from 'js-yaml'
import { expect, it } from 'vitest'
import { readYaml } from '../../../electron/core/archive/yaml/read-yaml.ts'
import { hclString, yamlString } from '../../../shared/model/snippet-quoting.ts'

it.each([
  ['web', 'web'],
  ['oci://r.example:5000/charts/web', 'oci://r.example:5000/charts/web'],
  ['1.2.3-rc.1+b', '1.2.3-rc.1+b'],
  ['1.2', '"1.2"'],
  ['127.0.0.1:5000/web', '"127.0.0.1:5000/web"'],
  ['true', '"true"'],
  ['No', '"No"'],
  ['y', '"y"'],
  ['null', '"null"'],
  ['a: b', '"a: b"'],
  ['a #b', '"a #b"'],
  ['- a', '"- a"'],
  ['*a', '"*a"'],
  ['{{ .Values }}', '"{{ .Values }}"'],
  ['', '""'],
  ['a\nkind: Secret', '"a\\nkind: Secret"'],
  ['\u0085', '"\\u0085"'],
])('writes %j as the YAML %s', (text, yaml) => expect(yamlString(text)).toBe(yaml))

it('writes YAML that reads as the same text, in a comment-proof way', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...':#-"\'\n\\ {}[]&*!|>%@a1.') }),
    // What names, versions and hosts are made of; some read as numbers, dates or words elsewhere.
    fc.string({ unit: fc.constantFrom(...'aeEfFnNoOxXyY0127.:-+_/~@='), maxLength: 6 }),
    fc.constantFrom(
      'null',
      'NULL',
      'yes',
      'Off',
      'tRue',
      '.inf',
      '2024-01-02',
      '0o17',
      '1_0',
      '<<',
    ),
  )
  fc.assert(
    fc.property(text, value => {
      const yaml = `key: ${yamlString(value)} # comment\nnext: 1\n`
      const text = value.toWellFormed()
      expect(load(yaml)).toEqual({ key: text, next: 1 })
      // Helm's reader, of YAML 1.1.
      const read = readYaml(Buffer.from(yaml), 'snippet').value
      expect(read instanceof Map && read.get('key')).toBe(text)
    }),
    { numRuns: 600 },
  )
}, 60_000)

it.each([
  ['web', '"web"'],
  ['a"b\\c', '"a\\"b\\\\c"'],
  ['${file("/etc/passwd")}', '"$${file(\\"/etc/passwd\\")}"'],
  ['%{ if true }', '"%%{ if true }"'],
  ['$a%b', '"$a%b"'],
  ['a\n}\nresource', '"a\\n}\\nresource"'],
  ['\u0007\u2028', '"\\u0007\\u2028"'],
])('writes %j as the HCL %s', (text, hcl) => expect(hclString(text)).toBe(hcl))
