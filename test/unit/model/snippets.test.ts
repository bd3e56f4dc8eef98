import { readFileSync } from 'node:fs'
import { loadAll } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { parseDigest } from '../../../shared/model/digest.ts'
import { shells, type Shell } from '../../../shared/model/shell-quoting.ts'
import {
  buildSnippet,
  noteKeys,
  releaseName,
  snippetIds,
  type CopySubject,
  type SnippetId,
} from '../../../shared/model/snippets.ts'

const digest = parseDigest(`sha256:${'ab'.repeat(32)}`)
if (!digest) throw new Error('the digest of this test is malformed')

const subject: CopySubject = {
  host: 'r.example:5000',
  repository: 'team/charts/web',
  digest,
  tag: '1.0.0_b1',
  version: '1.0.0+b1',
  plainHttp: false,
  signedIn: false,
}
const buildSnippets = (of: CopySubject, shell: Shell) =>
  snippetIds.map(id => buildSnippet(id, of, shell)).filter(snippet => snippet !== undefined)
const textOf = (id: SnippetId, changes: Partial<CopySubject> = {}) =>
  buildSnippet(id, { ...subject, ...changes }, 'bash')?.text

describe('one line', () => {
  it.each<[SnippetId, string]>([
    ['digest', `oci://r.example:5000/team/charts/web@${digest}`],
    ['tag', 'oci://r.example:5000/team/charts/web:1.0.0_b1'],
    ['helm-install', `helm install web oci://r.example:5000/team/charts/web@${digest}`],
    ['helm-upgrade', `helm upgrade web oci://r.example:5000/team/charts/web@${digest}`],
    ['helm-pull', `helm pull oci://r.example:5000/team/charts/web@${digest}`],
    ['helm-template', `helm template web oci://r.example:5000/team/charts/web@${digest}`],
  ])('%s', (id, text) => expect(textOf(id)).toBe(text))

  it('says --plain-http where the registry speaks it', () =>
    expect(textOf('helm-pull', { plainHttp: true })).toMatch(/^helm pull \S+ --plain-http$/))

  it('names the CA file that this registry needs, in every helm line, unless it speaks plain HTTP', () => {
    const caFile = '~/certs.d/ca.crt'
    expect(textOf('helm-pull', { caFile, signedIn: true })?.split('\n')).toEqual([
      'helm registry login r.example:5000 --ca-file ~/certs.d/ca.crt',
      `helm pull oci://r.example:5000/team/charts/web@${digest} --ca-file ~/certs.d/ca.crt`,
    ])
    expect(textOf('helm-pull', { caFile, plainHttp: true })).not.toContain('--ca-file')
    expect(textOf('flux', { caFile })).toBe(textOf('flux'))
  })

  it('has a sign-in before it, without a name or password', () =>
    expect(textOf('helm-pull', { signedIn: true, plainHttp: true })?.split('\n')[0]).toBe(
      'helm registry login r.example:5000 --plain-http',
    ))
})

describe('a manifest', () => {
  const read = (id: SnippetId, changes: Partial<CopySubject> = {}) =>
    loadAll(textOf(id, changes) ?? '')

  it('holds whatever a stranger called its layer, as one text', () => {
    const chartLayerMediaType = 'a/b\n---\nkind: Secret #'
    const [source, ...others] = read('flux', { chartLayerMediaType })
    expect(source).toMatchObject({
      spec: { layerSelector: { mediaType: chartLayerMediaType, operation: 'copy' } },
    })
    expect(others).toHaveLength(1)
  })

  it('of Flux pins the digest and takes the chart layer', () => {
    const [source, release] = read('flux', { plainHttp: true })
    expect(source).toEqual({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'OCIRepository',
      metadata: { name: 'web' },
      spec: {
        interval: '10m',
        url: 'oci://r.example:5000/team/charts/web',
        insecure: true,
        ref: { digest },
        layerSelector: {
          mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
          operation: 'copy',
        },
      },
    })
    expect(release).toEqual({
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'web' },
      spec: { interval: '10m', chartRef: { kind: 'OCIRepository', name: 'web' } },
    })
  })

  it('of Flux names the layer this chart really has', () =>
    expect(textOf('flux', { chartLayerMediaType: 'application/tar+gzip' })).toContain(
      '    mediaType: application/tar+gzip\n',
    ))

  it('of Argo CD takes the native OCI source by digest', () => {
    const [application] = read('argo-cd')
    expect(application).toMatchObject({
      kind: 'Application',
      spec: {
        source: {
          repoURL: 'oci://r.example:5000/team/charts/web',
          path: '.',
          targetRevision: digest,
        },
      },
    })
  })

  it('of Chart.yaml splits the repository from the name and keeps the digest as a comment', () => {
    const repository = 'oci://r.example:5000/team/charts'
    expect(read('dependency')).toEqual([
      { dependencies: [{ name: 'web', version: '1.0.0+b1', repository }] },
    ])
    expect(textOf('dependency')).toContain(` # ${digest}`)
  })

  it('of helmfile names the registry once', () => {
    const [file] = read('helmfile', { plainHttp: true })
    expect(file).toEqual({
      repositories: [
        {
          name: 'r-example-5000-team-charts',
          url: 'r.example:5000/team/charts',
          oci: true,
          plainHttp: true,
        },
      ],
      releases: [
        {
          name: 'web',
          chart: 'r-example-5000-team-charts/web',
          version: '1.0.0+b1',
          plainHttp: true,
        },
      ],
    })
  })

  it('of Terraform keeps the digest as a comment', () =>
    expect(textOf('terraform')?.split('\n')).toEqual([
      'resource "helm_release" "web" {',
      '  name       = "web"',
      '  repository = "oci://r.example:5000/team/charts"',
      '  chart      = "web"',
      `  version    = "1.0.0+b1" # ${digest}`,
      '}',
    ]))

  it('stays one document when the version is hostile', () => {
    const version = '1.0.0\n---\nkind: Secret # "${file("x")}"'
    expect(read('dependency', { version })).toMatchObject([{ dependencies: [{ version }] }])
    expect(read('helmfile', { version })).toMatchObject([{ releases: [{ version }] }])
    expect(textOf('terraform', { version })?.split('\n')).toHaveLength(6)
  })
})

it('has no form with a tag where there is none', () => {
  const ids = buildSnippets({ ...subject, tag: undefined }, 'bash').map(snippet => snippet.id)
  expect(ids).toEqual(snippetIds.filter(id => id !== 'tag'))
})

it('leaves out the lines that a command line cannot carry', () => {
  const odd = { ...subject, host: 'a"b.example' }
  expect(buildSnippet('helm-pull', odd, 'cmd')).toBeUndefined()
  expect(buildSnippet('helm-pull', odd, 'bash')?.text).toBe(
    `helm pull 'oci://a"b.example/team/charts/web@${digest}'`,
  )
})

it.each(shells)('pins by digest wherever the form can, in %s', shell => {
  const pinned = buildSnippets(subject, shell).filter(({ text }) => text.includes(digest))
  expect(pinned.map(({ id }) => id)).toEqual(snippetIds.filter(id => id !== 'tag'))
})

it.each([
  ['team/web', 'web'],
  ['team/my_chart.v2', 'my-chart-v2'],
  ['1password', '1password'],
  [`x/${'a'.repeat(52)}-b`, 'a'.repeat(52)],
])('makes a release name of %s', (repository, name) => expect(releaseName(repository)).toBe(name))

describe('words', () => {
  const words: { titles: object; notes: object } = JSON.parse(
    readFileSync('renderer/locales/en/copy.json', 'utf8'),
  )
  it('name every form', () => expect(Object.keys(words.titles)).toEqual([...snippetIds]))
  it('hold every honest line', () => expect(Object.keys(words.notes)).toEqual([...noteKeys]))
})
