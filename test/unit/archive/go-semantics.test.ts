import { describe, expect, test } from 'vitest'
import { formatFloat32 } from '../../../electron/core/archive/yaml/go-float.ts'
import { inspectChartYaml } from '../../support/archives/inspect.ts'
import { goodChartYaml } from '../../support/archives/chart-archive.ts'

// Every expectation below is what helm 3.21.4 (sigs.k8s.io/yaml 1.6, go.yaml.in/yaml/v2 2.4) answers.
describe('what becomes of a scalar where text is wanted', () => {
  test.each([
    ['1.10', '1.1'],
    ['"1.10"', '1.10'],
    ['1e3', '1000'],
    ['1e+21', '1e+21'],
    ['0o17', '15'],
    ['017', '15'],
    ['08', '8'],
    ['0x1F', '31'],
    ['-0b11', '-3'],
    ['1_000', '1000'],
    ['_1', '_1'],
    ['+1', '1'],
    ['yes', 'true'],
    ['Off', 'false'],
    ['tRUE', 'tRUE'],
    ['~', undefined],
    ['18446744073709551615', '18446744073709551615'],
    ['123456789012345678901234567890', '1.2345679e+29'],
    ['1e39', '+Inf'],
    ['1e400', '1e400'],
    ['.5_5', '0.55'],
    ['.inf', '+Inf'],
    ['.nan', 'NaN'],
    ['1234567.5', '1.2345675e+06'],
    ['100000.0', '100000'],
    ['16777217.0', '1.6777216e+07'],
    ['0.00001', '1e-05'],
    ['-0.0', '-0'],
    ['2020-01-01', '2020-01-01'],
    ['2020-13-45', '2020-13-45'],
    ['1:30', '1:30'],
    ['! 3', '3'],
    ['!!str 12', '12'],
    ['!!float 3', '3'],
    ['!foo 1', '1'],
    ['|\n  a\n  b', 'a b '],
  ])('%s', async (source, expected) => {
    const { metadata } = await inspectChartYaml(`${goodChartYaml}appVersion: ${source}\n`)
    expect(metadata.appVersion).toBe(expected)
  })

  test('a number that is read otherwise than written is told of', async () => {
    const { warnings } = await inspectChartYaml(`${goodChartYaml}appVersion: 1.10\n`)
    expect(warnings).toEqual([
      {
        key: 'respelled',
        params: { path: 'Chart.yaml', field: 'appVersion', written: '1.10', read: '1.1' },
      },
    ])
  })
})

describe('fields', () => {
  const config = async (yaml: string) => (await inspectChartYaml(goodChartYaml + yaml)).configJson

  test.each([
    [
      'match whatever their case, and the exact one wins',
      'NAME: other\nHome: h\n',
      '{"name":"demo","home":"h","version":"1.2.3","apiVersion":"v2"}',
    ],
    [
      'match by Unicode folding',
      '\u212aeywords: [k]\nſourceſ: [s]\n',
      '{"name":"demo","sources":["s"],"version":"1.2.3","keywords":["k"],"apiVersion":"v2"}',
    ],
    [
      'keep false, null and empty ones out',
      'deprecated: no\nkeywords: []\nhome: ~\n',
      '{"name":"demo","version":"1.2.3","apiVersion":"v2"}',
    ],
    [
      'of a dependency are written though empty',
      'dependencies: [{}]\n',
      '{"name":"demo","version":"1.2.3","apiVersion":"v2","dependencies":[{"name":"","repository":""}]}',
    ],
    [
      'of any type become JSON as Go writes it',
      'dependencies: [{name: a, enabled: on, tags: [1.0, on], import-values: [1.50, {b: 2, a: ~}, 12345678901234567890, -0.0, 1e-7]}]\n',
      '{"name":"demo","version":"1.2.3","apiVersion":"v2","dependencies":[{"name":"a","repository":"","tags":["1","true"],"enabled":true,"import-values":[1.5,{"a":null,"b":2},12345678901234567000,-0,1e-7]}]}',
    ],
    [
      'of annotations are sorted by bytes, their keys made text',
      'annotations: {é: 1, z: yes, 1.50: a, <: "&"}\n',
      '{"name":"demo","version":"1.2.3","apiVersion":"v2","annotations":{"1.5":"a","\\u003c":"\\u0026","z":"true","é":"1"}}',
    ],
    [
      'before a merge are overwritten by it',
      'x: &x {home: merged}\nhome: own\n<<: *x\n',
      '{"name":"demo","home":"merged","version":"1.2.3","apiVersion":"v2"}',
    ],
    [
      'of several merged maps come from the first',
      'x: &x {home: one}\ny: &y {home: two, icon: i}\n<<: [*x, *y]\n',
      '{"name":"demo","home":"one","version":"1.2.3","icon":"i","apiVersion":"v2"}',
    ],
  ])('%s', async (_name, yaml, expected) => expect(await config(yaml)).toBe(expected))
})

test.each([
  [0.1, '0.1'],
  [4.35, '4.35'],
  [7e-45, '7e-45'],
  [3.4028235e38, '3.4028235e+38'],
  [999999.5, '999999.5'],
  [9999995, '9.999995e+06'],
  [123456, '123456'],
  [1e21, '1e+21'],
  [-2.5, '-2.5'],
])('the 32-bit form of %d', (value, expected) => expect(formatFloat32(value)).toBe(expected))
