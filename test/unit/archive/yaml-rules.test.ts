import { describe, expect, test } from 'vitest'
import { isAppError } from '../../../shared/errors.ts'
import { yamlToJson } from '../../support/yaml/go-text.ts'

/** JSON, or why there is none, without what helm says before it. */
const read = (yaml: string): string => {
  try {
    return yamlToJson(Buffer.from(yaml))
  } catch (error) {
    if (!isAppError(error)) throw error
    return String(error.params['said']).replace('error converting YAML to JSON: ', '')
  }
}

// Every answer is that of sigs.k8s.io/yaml 1.6 over go.yaml.in/yaml/v2 2.4.4, which helm 3.21.4 and 4.3.1 use.
describe('YAML by the rules of helm’s module', () => {
  test.each([
    ['a directive of YAML 1.1', '%YAML 1.1\n---\na: 1\n', '{"a":1}'],
    ['one of 1.2', '%YAML 1.2\n---\na: 1\n', 'yaml: found incompatible YAML document'],
    ['one that nobody knows', '%FOO\n---\na: 1\n', 'yaml: found unknown directive name'],
    ['tag handles', '%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 1\n', '{"a":"1"}'],
    [
      'an anchor with a dot',
      'a: &b.c 1\n',
      'yaml: did not find expected alphabetic or numeric character',
    ],
    [
      'a glob, which is an alias with a dot',
      'a: *.log\n',
      'yaml: did not find expected alphabetic or numeric character',
    ],
    ['an anchor of its own list', 'a: &b [*b]\n', "yaml: anchor 'b' value contains itself"],
    [
      'half a surrogate pair',
      'a: "\\ud83d\\ude00"\n',
      'yaml: found invalid Unicode character escape code',
    ],
    ['a slash that is escaped', 'a: "\\/"\n', 'yaml: found unknown escape character'],
    ['a quote that is', 'a: "\\\'"\n', '{"a":"\'"}'],
    [
      'a tab before a key',
      'a:\n\tb: 1\n',
      'yaml: line 2: found character that cannot start any token',
    ],
    ['a tab behind a dash', '-\ta\n', 'yaml: found character that cannot start any token'],
    [
      'a tab in a blank line of a text',
      'a: b\n\t\n  c\n',
      'yaml: line 2: found a tab character that violates indentation',
    ],
    ['a tab behind a value', 'a: 1\t# c\n', '{"a":1}'],
    ['a comment that touches a quote', 'a: "b"#c\n', '{"a":"b"}'],
    ['a percent sign', 'a: %b\n', 'yaml: found character that cannot start any token'],
    ['an at sign', 'a: @b\n', 'yaml: found character that cannot start any token'],
    ['a backtick', 'a: `b`\n', 'yaml: found character that cannot start any token'],
    ['a comma', 'a: ,b\n', 'yaml: did not find expected node content'],
    ['a list below a map', 'a: 1\n- b\n', 'yaml: line 1: did not find expected key'],
    ['a map below a list', '- a\nb: 1\n', "yaml: line 1: did not find expected '-' indicator"],
    ['a less indented end', '  a: 1\nb: 2\n', '{"a":1}'],
    [
      'a more indented key',
      'a: 1\n b: 2\n',
      'yaml: line 2: mapping values are not allowed in this context',
    ],
    ['a bracket that closes nothing', 'a: 1\n]\n', 'yaml: line 1: did not find expected key'],
    ['one behind a value', 'a: b]\n', '{"a":"b]"}'],
    ['a bracket that nothing closes', 'a: [b\n', "yaml: line 1: did not find expected ',' or ']'"],
    ['a comma too many', 'a: [b,,c]\n', 'yaml: did not find expected node content'],
    ['a comma at the end', 'a: [b,]\n', '{"a":["b"]}'],
    [
      'a key of two lines',
      '"a\n b": 1\n',
      'yaml: line 2: mapping values are not allowed in this context',
    ],
    [
      'a key of 1,025 characters',
      `${'k'.repeat(1025)}: 1\n`,
      'yaml: mapping values are not allowed in this context',
    ],
    ['one of 1,024', `${'k'.repeat(1024)}: 1\n`, `{"${'k'.repeat(1024)}":1}`],
    ['empty braces for a key', '{}: 1\n', '{}'],
    ['a question mark before a key', '? a\n: b\n', '{"a":"b"}'],
    ['a colon alone', ': a\n', 'yaml: did not find expected key'],
    ['a line without a colon', 'a: 1\nb\nc: 2\n', "yaml: line 3: could not find expected ':'"],
    ['colons that touch in braces', '{a:1, "b":2}\n', '{"a:1":null,"b":2}'],
    [
      'a marker in a quote',
      'a: "b\n---\nc"\n',
      'yaml: line 2: found unexpected document indicator',
    ],
    ['a broken second document', 'a: 1\n---\n[\n', '{"a":1}'],
    ['a second marker', '--- a\n--- b\n', '"a"'],
    ['a line separator for a break', 'a: 1\u2028b: 2\n', '{"a":1,"b":2}'],
    ['binary with a sign', 'a: 0b-1\n', '{"a":-1}'],
    ['a tag of nothing but a mark', 'a: ! 3\n', '{"a":"3"}'],
    ['an overwritten key that is none', 'a: {~: 1}\na: 2\n', '{"a":2}'],
    [
      'a literal whose lines stand left',
      'a: |\n  b\n c\n',
      'yaml: line 2: did not find expected key',
    ],
    ['an indentation of nothing', 'a: |0\n b\n', 'yaml: found an indentation indicator equal to 0'],
    ['a control character behind the document', `a: 1\n---\n${'#'.repeat(600)}\u0007\n`, '{"a":1}'],
    ['one right behind it', 'a: 1\n---\n\u0007\n', 'yaml: control characters are not allowed'],
  ])('%s', (_name, yaml, told) => expect(read(yaml)).toBe(told))
})
