import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { inspectSource } from '../../../electron/core/archive/inspect-archive.ts'
import { bufferSource } from '../../../electron/core/archive/byte-source.ts'
import { helmManifest } from '../../../electron/core/archive/helm-manifest.ts'
import { parseDigest } from '../../../shared/model/digest.ts'
import { chartArchive } from '../../support/archives/chart-archive.ts'

const digest = (text: string) => {
  const parsed = parseDigest(text)
  if (!parsed) throw new Error(`no digest: ${text}`)
  return parsed
}
const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

describe('the bytes helm pushes', () => {
  test('vector A: a chart with provenance, whose layer comes first', async () => {
    const inspected = await inspectChartYaml(
      'name: signtest\nversion: 0.1.0\ndescription: A Helm chart for Kubernetes\n',
    )
    const made = helmManifest({
      inspected,
      created: '1977-09-02T22:04:05Z',
      chartLayer: {
        digest: digest('sha256:e5ef611620fb97704d8751c16bab17fedb68883bfb0edc76f78a70e9173f9b55'),
        sizeBytes: 973,
      },
      provenanceLayer: {
        digest: digest('sha256:b0a02b7412f78ae93324d48df8fcc316d8482e5ad7827b5b238657a29a22f256'),
        sizeBytes: 695,
      },
    })
    expect(made.config).toHaveLength(99)
    expect(made.configDigest).toBe(
      'sha256:8d17cb6bf6ccd8c29aace9a658495cbd5e2e87fc267876e86117c7db681c9580',
    )
    expect(made.manifest).toHaveLength(742)
    expect(made.manifestDigest).toBe(
      'sha256:fbbade96da6050f68f94f122881e3b80051a18f13ab5f4081868dd494538f5c2',
    )
    expect(made.layers.map(layer => layer.role)).toEqual(['provenance', 'chart'])
  })

  test('vector B: escaping, coercion, and annotations that override', async () => {
    const inspected = await inspectChartYaml(vectorB)
    const made = helmManifest({
      inspected,
      created: '1999-12-31T23:59:59Z',
      chartLayer: { digest: digest(sha256(Buffer.from('hello'))), sizeBytes: 5 },
    })
    expect(made.config).toHaveLength(695)
    expect(made.configDigest).toBe(
      'sha256:1e8503e0a92fe4d29698cf258b6909ac4c24b21b71b919d7f08e5315a63ce4af',
    )
    expect(made.manifest).toHaveLength(829)
    expect(made.manifestDigest).toBe(
      'sha256:e949899143ac99c8f3dd4b606794d4dd34cdaf811a8927225a93240c1d8cd383',
    )
  })
})

const inspectChartYaml = (chartYaml: string) =>
  inspectSource(
    bufferSource(chartArchive({ 'demo/Chart.yaml': chartYaml })),
    async (_path, parse) => parse(),
  )

const vectorB = `apiVersion: v2
type: application
name: demo
version: 1.2.3+build.7
appVersion: 1.10
kubeVersion: ">=1.25.0-0"
description: A <small> & "quoted" chart – ü
home: https://example.com/?a=1&b=2
sources: [https://example.com/src, https://example.com/other]
keywords: [k1]
maintainers:
  - { name: Ann, email: ann@example.com }
  - email: bob@example.com
  - { name: Cy, url: https://cy.example }
annotations:
  org.opencontainers.image.title: ignored
  org.opencontainers.image.created: "2020-01-01T00:00:00Z"
  a/key: 1
dependencies:
  - { name: sub, version: ^1.0.0, repository: oci://r.example/x }
  - name: loc
unknown: dropped
`
