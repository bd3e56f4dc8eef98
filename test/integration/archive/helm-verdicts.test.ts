import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTool } from '../../../scripts/lib/tools.ts'
import { chartArchive, goodChartYaml } from '../../support/archives/chart-archive.ts'
import { inspect } from '../../support/archives/inspect.ts'

const run = promisify(execFile)
const large = Buffer.alloc(5 * 1024 * 1024 + 1, 'x')
const chart = (files: Record<string, string | Uint8Array>) =>
  chartArchive({ 'demo/Chart.yaml': goodChartYaml, ...files })

/** What is said of a chart: by helm 3 (`said`) and helm 4; `loads` where it says nothing. */
const rows: [string, () => Uint8Array, { helm3: string; helm4: string }][] = [
  [
    'several documents',
    () => chart({ 'demo/values.yaml': 'a: 1\n---\nb: 2\n' }),
    { helm3: 'loads', helm4: 'loads' },
  ],
  [
    'a broken second document',
    () => chart({ 'demo/values.yaml': 'a: 1\n---\nb: [\n' }),
    {
      helm3: 'loads',
      helm4:
        'cannot load values.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 1: did not find expected node content',
    },
  ],
  [
    'a list for a second document',
    () => chart({ 'demo/values.yaml': 'a: 1\n---\n- b\n' }),
    {
      helm3: 'loads',
      helm4:
        'cannot load values.yaml: cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}',
    },
  ],
  [
    'text on the line of a marker',
    () => chart({ 'demo/values.yaml': '--- # fine\na: 1\n--- b\n' }),
    {
      helm3: 'loads',
      helm4:
        'cannot load values.yaml: error reading yaml document: invalid Yaml document separator: b',
    },
  ],
  [
    'a marker behind a block of text',
    () => chart({ 'demo/values.yaml': 'a: |\n  x\n---\n' }),
    { helm3: 'loads', helm4: 'loads' },
  ],
  [
    'a directive, which helm 4 cuts from its document',
    () => chart({ 'demo/values.yaml': '%YAML 1.1\n---\na: 1\n' }),
    {
      helm3: 'loads',
      helm4:
        'cannot load values.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 1: did not find expected <document start>',
    },
  ],
  [
    'a file of more than 5 MiB',
    () => chart({ 'demo/files/data.bin': large }),
    {
      helm3:
        'decompressed chart file "demo/files/data.bin" is larger than the maximum file size 5242880',
      helm4: 'loads',
    },
  ],
  [
    'values of more than 5 MiB',
    () => chart({ 'demo/values.yaml': `a: "${'x'.repeat(5 * 1024 * 1024)}"\n` }),
    {
      helm3:
        'decompressed chart file "demo/values.yaml" is larger than the maximum file size 5242880',
      helm4: 'loads',
    },
  ],
  [
    'such a file, and a second document that is broken',
    () => chart({ 'demo/data': large, 'demo/values.yaml': 'a: 1\n--- b\n' }),
    {
      helm3: 'decompressed chart file "demo/data" is larger than the maximum file size 5242880',
      helm4:
        'cannot load values.yaml: error reading yaml document: invalid Yaml document separator: b',
    },
  ],
  [
    'broken values in a subchart',
    () =>
      chart({
        'demo/charts/sub/Chart.yaml': goodChartYaml,
        'demo/charts/sub/values.yaml': 'a: *b\n',
      }),
    {
      helm3:
        "error unpacking subchart sub in demo: cannot load values.yaml: error converting YAML to JSON: yaml: unknown anchor 'b' referenced",
      helm4:
        "error unpacking subchart sub in demo: cannot load values.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: unknown anchor 'b' referenced",
    },
  ],
  [
    'a file of more than 5 MiB in a packed subchart',
    () =>
      chart({
        'demo/charts/sub-1.0.0.tgz': chartArchive({
          'sub/Chart.yaml': goodChartYaml,
          'sub/data': large,
        }),
      }),
    {
      helm3:
        'error unpacking subchart sub-1.0.0.tgz in demo: decompressed chart file "sub/data" is larger than the maximum file size 5242880',
      helm4: 'loads',
    },
  ],
]

describe('where helm 3 and helm 4 differ', () => {
  test.each(rows)(
    '%s: both verdicts are known, and only what both refuse is',
    async (_name, archive, told) => {
      const { pushRefusal, warnings } = await inspect(archive())
      const saidBy = (key: string) =>
        warnings.find(warning => warning.key === key)?.params['said'] ?? 'loads'
      if (told.helm3 !== 'loads' && told.helm4 !== 'loads') {
        expect(pushRefusal?.params['said']).toBe(told.helm3)
        expect(pushRefusal?.params['said4'] ?? pushRefusal?.params['said']).toBe(told.helm4)
      } else {
        expect(pushRefusal).toBeUndefined()
        expect({ helm3: saidBy('helm-3-refuses'), helm4: saidBy('helm-4-refuses') }).toEqual(told)
      }
    },
  )
})

test('an archive of more than 32 MiB is pushed, and helm 3 is said not to send it', async () => {
  const noise = randomBytes(33 * 1024 * 1024)
  const { pushRefusal, warnings } = await inspect(chart({ 'demo/data': noise }))
  expect(pushRefusal).toBeUndefined()
  expect(warnings.map(({ key }) => key)).toContain('helm-3-refuses')
})

test('thousands of documents are not checked', async () => {
  const { pushRefusal, warnings } = await inspect(
    chart({ 'demo/values.yaml': '{}\n---\n'.repeat(2_000) }),
  )
  expect(pushRefusal).toBeUndefined()
  expect(warnings).toEqual([{ key: 'not-checked', params: { path: 'values.yaml' } }])
})

describe.each(['helm3', 'helm4'] as const)('real %s', name => {
  const helm = findTool(name)
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'helm-verdicts-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test.skipIf(helm === undefined).each(rows)('says so of %s', async (_name, archive, told) => {
    const file = path.join(folder, 'chart.tgz')
    await writeFile(file, archive())
    // Nobody listens there: what loads fails later, at the connection.
    const failed = await run(helm ?? '', ['push', file, 'oci://127.0.0.1:1/x', '--plain-http'], {
      env: { ...process.env, HOME: folder },
    }).catch((error: { stderr: string }) => error)
    const said = failed.stderr.trim().replace(/^Error: /, '')
    if (told[name] === 'loads') expect(said).toContain('connection refused')
    else expect(said).toBe(told[name])
  })
})
