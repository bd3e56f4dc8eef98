import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { helmManifest } from '../../electron/core/archive/helm-manifest.ts'
import { createForkedParser } from '../../electron/adapters/forked-parser.ts'
import { systemClock } from '../../electron/adapters/system-clock.ts'
import { createChartReader } from '../../electron/core/parser/chart-reader.ts'
import { bufferSource } from '../../electron/core/archive/byte-source.ts'
import { inspectSource } from '../../electron/core/archive/inspect-archive.ts'
import { isAppError } from '../../shared/errors.ts'
import { parseDigest } from '../../shared/model/digest.ts'
import { readGoldens, sharedFolder, type Golden } from '../support/archives/chart-goldens.ts'
import { tellCases } from '../support/golden-cases.ts'

const shared = sharedFolder()
const created = '2020-01-01T00:00:00Z'

const sha256 = (bytes: Uint8Array) => {
  const digest = parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`)
  if (!digest) throw new Error('not a digest')
  return digest
}

const layerOf = async (path: string) => {
  const bytes = await readFile(path)
  return { digest: sha256(bytes), sizeBytes: bytes.length }
}

const inspectFile = async (archivePath: string) =>
  inspectSource(bufferSource(await readFile(archivePath)), async (_path, parse) => parse())

const ours = async (golden: Golden) => {
  const inspected = await inspectFile(golden.archivePath)
  const made = helmManifest({
    inspected,
    created,
    chartLayer: { digest: inspected.archiveDigest, sizeBytes: inspected.archiveSizeBytes },
    provenanceLayer: golden.provenancePath ? await layerOf(golden.provenancePath) : undefined,
  })
  return {
    refusal: inspected.pushRefusal,
    config: Buffer.from(made.config).toString('utf8'),
    manifest: Buffer.from(made.manifest).toString('utf8'),
    manifestDigest: made.manifestDigest,
  }
}

const refusals = {
  'chartmuseum-testdata/mybadchart-1.0.0.tgz': 'invalid-input/chart-name-invalid',
  'rancher/not-a-chart/crd-manifest.tgz': 'invalid-input/chart-yaml-missing',
  'pkg/action/testdata/charts/corrupted-compressed-chart.tgz': 'invalid-input/not-an-archive',
  'pkg/getter/testdata/empty-0.0.1.tgz': 'invalid-input/chart-yaml-missing',
}

describe.skipIf(shared === undefined)('what helm pushes of real archives', () => {
  test('the same config, manifest and digest, and the same refusals', async context => {
    const refused: Record<string, string> = {}
    const different: string[] = []
    let equal = 0
    const goldens = await readGoldens(shared ?? '')
    tellCases(context, 'charts/derived/helm-push-*.jsonl.gz', goldens.length)
    for (const golden of goldens) {
      try {
        const { refusal, ...bytes } = await ours(golden)
        const same =
          !('error' in golden.helm) &&
          refusal === undefined &&
          bytes.config === golden.helm.config &&
          bytes.manifest === golden.helm.manifest &&
          bytes.manifestDigest === golden.helm.manifestDigest
        if (same) equal += 1
        else different.push(`${golden.file} ${JSON.stringify(refusal ?? '')}`)
      } catch (error) {
        if (!isAppError(error)) throw error
        refused[golden.file] = error.message
        if (!('error' in golden.helm))
          different.push(`${golden.file} ${error.message} ${JSON.stringify(error.params)}`)
      }
    }
    expect(different).toEqual([])
    const wanted = goldens.filter(({ helm }) => 'error' in helm).map(({ file }) => file)
    expect(Object.keys(refused).toSorted()).toEqual(wanted.toSorted())
    for (const [file, reason] of Object.entries(refusals)) {
      if (wanted.includes(file)) expect(`${file}: ${refused[file]}`).toBe(`${file}: ${reason}`)
    }
    expect(equal).toBe(goldens.length - wanted.length)
  })

  test('the parser process says the same of every thirtieth, and of those refused', async () => {
    const entry = path.resolve(import.meta.dirname, '../../electron/parser/main.ts')
    const parserProcess = createForkedParser(entry)
    const reader = createChartReader({ parserProcess, clock: systemClock })
    const { signal } = new AbortController()
    const goldens = await readGoldens(shared ?? '')
    for (const { archivePath } of goldens.filter(
      (golden, at) => at % 30 === 0 || 'error' in golden.helm,
    )) {
      const [there, here] = await Promise.all([
        settled(reader.inspect(archivePath, { signal })),
        settled(inspectFile(archivePath)),
      ])
      expect(there).toEqual(here)
    }
    await reader.close()
  })
})

const settled = (inspected: Promise<unknown>) =>
  inspected.catch((error: unknown) => {
    if (!isAppError(error)) throw error
    return { code: error.code, reason: error.reason, params: error.params }
  })
