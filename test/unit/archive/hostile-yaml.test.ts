import { performance } from 'node:perf_hooks'
import { describe, expect, test } from 'vitest'
import { chartArchive, goodChartYaml } from '../../support/archives/chart-archive.ts'
import { chartYamlVerdict, inspect, inspectChartYaml } from '../../support/archives/inspect.ts'

const withValues = (values: string | Uint8Array) =>
  inspect(chartArchive({ 'demo/Chart.yaml': goodChartYaml, 'demo/values.yaml': values }))

const laughs = Array.from('bcdefghij').reduce(
  (text, name, at) =>
    `${text}${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[at]}`).join(', ')}]\n`,
  'a: &a [lol, lol]\n',
)

describe('Chart.yaml that is refused', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['the name "."', goodChartYaml.replace('demo', '"."'), 'chart-name-invalid'],
    ['the name ".."', goodChartYaml.replace('demo', '".."'), 'chart-name-invalid'],
    ['a name with a slash', goodChartYaml.replace('demo', 'a/b'), 'chart-name-invalid'],
    ['a name that climbs', goodChartYaml.replace('demo', '../../x'), 'chart-name-invalid'],
    [
      'a name of nothing visible',
      goodChartYaml.replace('demo', '"\\u200b\\0"'),
      'chart-name-missing',
    ],
    [
      'a version that climbs',
      goodChartYaml.replace('1.2.3', '1.0.0/../../x'),
      'chart-version-invalid',
    ],
    ['a version with NUL', goodChartYaml.replace('1.2.3', '"1.0.0\\0"'), 'chart-version-invalid'],
    ['billion laughs', goodChartYaml + laughs, 'yaml-aliases'],
    ['a cycle', `${goodChartYaml}x: &a [*a]\n`, 'yaml-cycle'],
    ['a cycle through a merge', `${goodChartYaml}x: &a {<<: *a}\n`, 'yaml-cycle'],
    ['20,000 brackets', goodChartYaml + 'x: ' + '['.repeat(20_000), 'yaml-deep'],
    ['nested flow maps', goodChartYaml + 'x: ' + '{a: '.repeat(3_000), 'yaml-deep'],
    ['nested compact lists', `${goodChartYaml}x:\n  ${'- '.repeat(3_000)}a`, 'yaml-deep'],
    ['a 1,000-deep block', goodChartYaml + deepBlock(1_000), 'yaml-deep'],
    ['empty', '', 'chart-name-missing'],
    ['null', 'null', 'chart-name-missing'],
    ['a list', '- a\n', 'yaml-wrong-type'],
    ['a scalar', 'chart', 'yaml-wrong-type'],
    ['4,096 bytes without a line end', 'x'.repeat(4096), 'yaml-wrong-type'],
    ['a null maintainer', `${goodChartYaml}maintainers: [null]\n`, 'maintainer-null'],
    ['a null dependency', `${goodChartYaml}dependencies: [~]\n`, 'dependency-null'],
    ['keywords: 5', `${goodChartYaml}keywords: 5\n`, 'yaml-wrong-type'],
    ['a map for a text', `${goodChartYaml}description: {a: b}\n`, 'yaml-wrong-type'],
    [
      'a dependency twice',
      `${goodChartYaml}dependencies: [{name: a}, {name: b, alias: a}]\n`,
      'dependency-repeated',
    ],
    [
      'an alias with a blank',
      `${goodChartYaml}dependencies: [{name: a, alias: b c}]\n`,
      'dependency-alias',
    ],
    ['a type of its own', `${goodChartYaml}type: tool\n`, 'chart-type-invalid'],
    ['not a number', `${goodChartYaml}unknown: {deep: [.nan]}\n`, 'yaml-not-a-number'],
    ['a key that is a list', `${goodChartYaml}? [a]\n: b\n`, 'yaml-bad-key'],
    ['a merge of text', `${goodChartYaml}<<: x\n`, 'yaml-merge'],
    ['an unknown anchor', `${goodChartYaml}x: *nobody\n`, 'yaml-unknown-anchor'],
    ['a control character', `${goodChartYaml}x: \u0007\n`, 'yaml-control-character'],
    [
      'no UTF-8',
      Buffer.concat([Buffer.from(goodChartYaml), Buffer.from([0xff, 0xfe])]),
      'yaml-not-utf8',
    ],
    [
      '257 characters of version',
      goodChartYaml.replace('1.2.3', `1.0.0-${'a'.repeat(251)}`),
      'chart-version-invalid',
    ],
    [
      'an underscore in the build part',
      goodChartYaml.replace('1.2.3', '1.0.0+b_1'),
      'chart-version-invalid',
    ],
  ])('%s', async (_name, yaml, reason) => {
    expect(await chartYamlVerdict(yaml)).toBe(`invalid-input/${reason}`)
  })

  test('above 1 MiB', async () => {
    const yaml = `${goodChartYaml}x: ${'x'.repeat(1024 * 1024)}\n`
    expect(await chartYamlVerdict(yaml)).toBe('too-large/yaml-text')
  })
})

const deepBlock = (depth: number) =>
  Array.from({ length: depth }, (_, at) => `${' '.repeat(at)}k:\n`).join('')

describe('Chart.yaml that is taken', () => {
  test('2,000 honest aliases to one anchor', async () => {
    const yaml = `${goodChartYaml}x: &a y\nlist: [${'*a, '.repeat(2_000)}]\n`
    expect(await chartYamlVerdict(yaml)).toBe('accepted')
  })

  test('50,000 keys are too many to parse, and said so within a second', async () => {
    const keys = Array.from({ length: 50_000 }, (_, at) => `key${at}: 1\n`).join('')
    const started = performance.now()
    const { warnings, values, pushRefusal } = await withValues(keys)
    // On a machine that does nothing else it takes 0.2 s; others work here, too.
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(warnings).toEqual([{ key: 'not-checked', params: { path: 'values.yaml' } }])
    expect(values?.sizeBytes).toBe(keys.length)
    expect(pushRefusal).toBeUndefined()
  })

  test('a line of 5 MiB is cut for the eye', async () => {
    const { values } = await withValues(`a: ${'x'.repeat(5 * 1024 * 1024 - 4)}`)
    expect(values?.notices).toEqual(['long-line-cut'])
    expect(values?.text).toHaveLength(20_001)
  })

  test('of a key given twice the last wins, as with helm, and both lines are told', async () => {
    const { metadata, warnings } = await inspectChartYaml(`${goodChartYaml}home: a\nhome: b\n`)
    expect(metadata.home).toBe('b')
    expect(warnings).toEqual([
      {
        key: 'duplicate-key',
        params: { path: 'Chart.yaml', field: 'home', firstLine: 4, line: 5 },
      },
    ])
  })

  test('__proto__ and constructor are keys like others', async () => {
    const yaml = `${goodChartYaml}__proto__: {x: polluted}\nannotations:\n  __proto__: a\n  constructor: b\n  x: {<<: 1}\n`
    expect(await chartYamlVerdict(yaml)).toBe('invalid-input/yaml-merge')
    const { annotations, configJson } = await inspectChartYaml(yaml.replace('  x: {<<: 1}\n', ''))
    expect(annotations).toContainEqual(['__proto__', 'a'])
    expect(configJson).toContain('"annotations":{"__proto__":"a","constructor":"b"}')
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })

  test('foreign tags are inert', async () => {
    const yaml = `${goodChartYaml}home: !!js/function "function () { throw 1 }"\nicon: !!binary aGk=\ntags: !x 1\nx: !!set {a}\n`
    expect((await inspectChartYaml(yaml)).metadata).toMatchObject({
      home: 'function () { throw 1 }',
      icon: 'hi',
    })
  })

  test('text is stripped of what cannot be seen, as by helm', async () => {
    const yaml = `${goodChartYaml}description: "a\\e[31m\\u202eb\\u200bc\\nd\\u00a0e"\n`
    expect((await inspectChartYaml(yaml)).metadata.description).toBe('a[31mbc d e')
  })

  test('loose versions are taken with a word; numbers beyond 2^53 are not pushed', async () => {
    const loose = await inspectChartYaml(goodChartYaml.replace('1.2.3', 'v1.2'))
    expect(loose.warnings).toEqual([{ key: 'loose-version', params: { version: 'v1.2' } }])
    expect(loose.pushRefusal).toBeUndefined()
    const huge = await inspectChartYaml(goodChartYaml.replace('1.2.3', '99999999999999999.0.0'))
    expect(huge.pushRefusal?.reason).toBe('version-number-huge')
    const long = await inspectChartYaml(goodChartYaml.replace('1.2.3', `1.0.0-${'a'.repeat(123)}`))
    expect(long.pushRefusal?.reason).toBe('version-no-tag')
  })

  test('only the first document counts, however broken the next is', async () => {
    expect(await chartYamlVerdict(`---\n${goodChartYaml}---\n[broken`)).toBe('accepted')
    expect(await chartYamlVerdict(`  ${goodChartYaml.replaceAll('\n', '\n  ')}\n: [`)).toBe(
      'accepted',
    )
  })
})

describe('values.yaml and Chart.lock that helm does not load', () => {
  test.each([
    ['billion laughs', { 'demo/values.yaml': laughs }, 'yaml-aliases'],
    ['a list', { 'demo/values.yaml': '- a\n' }, 'yaml-wrong-type'],
    ['broken', { 'demo/values.yaml': 'a: [\n' }, 'yaml-syntax'],
    [
      'a lock with a date only',
      { 'demo/Chart.lock': 'generated: "2020-01-01"\n' },
      'yaml-wrong-type',
    ],
  ])('%s can be read and not pushed', async (_name, files, reason) => {
    const inspected = await inspect(chartArchive({ 'demo/Chart.yaml': goodChartYaml, ...files }))
    expect(inspected.pushRefusal?.reason).toBe(reason)
  })

  test('several documents are told of', async () => {
    const { warnings, pushRefusal } = await withValues('a: 1\n---\nb: 2\n')
    expect(warnings).toEqual([{ key: 'several-documents', params: { path: 'values.yaml' } }])
    expect(pushRefusal).toBeUndefined()
  })

  test('a quote of half a million lines is read to its end', async () => {
    const { warnings, pushRefusal } = await withValues(`a: "${'x\n'.repeat(500_000)}"`)
    expect(warnings).toEqual([])
    expect(pushRefusal).toBeUndefined()
  })

  test('brackets and quotes may be continued with less indentation, as helm allows', async () => {
    const { pushRefusal } = await withValues('a:\n  b: [\n1,\n]\n  c: "x\ny"\n')
    expect(pushRefusal).toBeUndefined()
  })
})
