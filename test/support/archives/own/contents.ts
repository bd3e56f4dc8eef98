import { asHelmPacks, chartWithFiles, chartYaml, packed, type OwnArchive } from './own-archive.ts'

// The files beside Chart.yaml: texts in odd encodings, values as YAML has them, dependencies, subcharts, provenance.

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const sub = (name: string, version = '0.1.0') =>
  `apiVersion: v2\nname: ${name}\nversion: ${version}\n`
const subArchive = (name: string, files: Record<string, string | Uint8Array> = {}) =>
  asHelmPacks({ 'Chart.yaml': sub(name), 'values.yaml': 'on: true\n', ...files }, name)
const everyText = (change: (text: string) => string) =>
  chartWithFiles({
    'Chart.yaml': change(`${chartYaml}description: größer\n`),
    'values.yaml': change('# replicas\nreplicas: 1\nlong: |\n  one\n  two\n'),
    'values.schema.json': change('{\n\t"type": "object", "title": "größer"\n}'),
    'README.md': change('# Web\n\n\tgrößer'),
    'requirements.yaml': change('dependencies: []'),
    'Chart.lock': change('dependencies: []\ndigest: sha256:0\ngenerated: "2020-01-01T00:00:00Z"\n'),
    'templates/x.yaml': change('a: 1\n'),
  })

const allDependencies = `dependencies:
  - name: cache
    version: ~1.2.0
    repository: https://charts.example/stable
    condition: cache.enabled,global.cache
    tags: [store, fast]
    alias: store
    import-values:
      - data
      - child: default.data
        parent: imported
  - name: queue
    version: "2.0.1"
    repository: "oci://registry.example/charts"
    enabled: false
  - name: common
    version: 1.x.x
    repository: file://../common
  - name: tools
    version: ">= 1.0.0, < 2.0.0"
    repository: "@tools"
  - name: more
    version: 1.0.0
    repository: alias:tools
  - name: vendored
    version: 1.0.0
    repository: ""
  - name: bare
    version: 1.0.0
  - name: plain
    version: 1.0.0
    repository: http://charts.example
`
const lock = `dependencies:
- name: cache
  repository: https://charts.example/stable
  version: 1.2.9
digest: sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
generated: "2020-01-01T00:00:00.123456789Z"
`
const dependingOn = (lines: string) =>
  chartWithFiles({ 'Chart.yaml': `${chartYaml}dependencies:\n${lines}` })

const provenanceOf = (fileName: string, sums: string) => `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA512

apiVersion: v2
name: web
version: 1.0.0

...
files:
  ${fileName}: ${sums}
-----BEGIN PGP SIGNATURE-----

bm8gc2lnbmF0dXJl
-----END PGP SIGNATURE-----
`

export const contents: readonly OwnArchive[] = [
  {
    name: 'every-file',
    archive: chartWithFiles({
      'values.yaml': 'replicas: 1\n',
      'values.schema.json': '{"$schema":"http://json-schema.org/draft-07/schema#","type":"object"}',
      '.helmignore': '*.bak\n.git/\n',
      '.editorconfig': 'root = true\n',
      'README.md': '# Web\n',
      'readme.txt': 'Read the other one.\n',
      LICENSE: 'Do as you like.\n',
      'questions.yaml': 'questions:\n- variable: replicas\n  type: int\n',
      'app-readme.md': '# Web\n',
      'ci/small-values.yaml': 'replicas: 0\n',
      'crds/page.yaml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: pages.web.example\n',
      'templates/NOTES.txt': 'Open\t{{ .Release.Name }}',
      'templates/_helpers.tpl': '{{- define "web.name" -}}web{{- end }}\n',
      'templates/deployment.yaml': 'kind: Deployment\n',
      'templates/extra/service.yaml': 'kind: Service\n',
      'templates/tests/connects.yaml': 'kind: Pod\n',
      'files/icon.png': png,
      'files/nothing': '',
    }),
  },
  { name: 'byte-order-marks', archive: everyText(text => `\ufeff${text}`) },
  { name: 'crlf', archive: everyText(text => text.replaceAll('\n', '\r\n')) },
  {
    name: 'carriage-returns',
    archive: everyText(text => text.replaceAll('\n', '\r').replace('\t', '  ')),
  },
  {
    name: 'values-of-comments',
    archive: chartWithFiles({ 'values.yaml': '# Nothing yet.\n\n# replicas: 1' }),
  },
  { name: 'values-empty', archive: chartWithFiles({ 'values.yaml': '' }) },
  { name: 'values-null', archive: chartWithFiles({ 'values.yaml': 'null\n' }) },
  { name: 'values-list', archive: chartWithFiles({ 'values.yaml': '- a\n' }) },
  { name: 'values-text', archive: chartWithFiles({ 'values.yaml': 'only words\n' }) },
  {
    name: 'values-odd',
    archive: chartWithFiles({
      'values.yaml': `---
base: &base {cpu: '100m', "memory": "64Mi"}
web:
  <<: *base
  memory: 128Mi
mode: 0644
mode12: 0o644
enabled: yes
answer: NO
port: 80:80
when: 2024-01-02
large: 12345678901234567890
none: ~
limits: {}
text: |-
  größer 🚢
   than
folded: >
  one
  two
"on": off
1: one
2.5: two
`,
    }),
  },
  { name: 'values-two-documents', archive: chartWithFiles({ 'values.yaml': 'a: 1\n---\nb: 2\n' }) },
  { name: 'values-broken-second', archive: chartWithFiles({ 'values.yaml': 'a: 1\n---\nb: [\n' }) },
  { name: 'values-broken', archive: chartWithFiles({ 'values.yaml': 'a: [1\nb: 2\n' }) },
  { name: 'values-tabs', archive: chartWithFiles({ 'values.yaml': 'a:\n\tb: 1\n' }) },
  {
    name: 'values-tabs-in-text',
    archive: chartWithFiles({ 'values.yaml': 'a: 1\t# one\nb: "x\ty"\n' }),
  },
  { name: 'values-key-twice', archive: chartWithFiles({ 'values.yaml': 'a: 1\na: 2\n' }) },
  { name: 'values-map-for-key', archive: chartWithFiles({ 'values.yaml': '{a: 1}: b\n' }) },
  {
    name: 'values-invalid-utf-8',
    archive: chartWithFiles({
      'values.yaml': Buffer.concat([
        Buffer.from('a: "'),
        Buffer.from([0xe9, 0xff]),
        Buffer.from('"\n'),
      ]),
    }),
  },
  { name: 'values-replacement', archive: chartWithFiles({ 'values.yaml': 'a: "\ufffd"\n' }) },
  {
    name: 'other-invalid-utf-8',
    archive: chartWithFiles({ 'templates/x.yaml': Buffer.from([0x61, 0x3a, 0x20, 0xe9, 0x0a]) }),
  },
  { name: 'schema-broken', archive: chartWithFiles({ 'values.schema.json': '{"type": ' }) },
  {
    name: 'dependencies-v1',
    archive: chartWithFiles({
      'Chart.yaml': 'apiVersion: v1\nname: web\nversion: 1.0.0\n',
      'requirements.yaml': allDependencies,
      'requirements.lock': lock,
    }),
  },
  {
    name: 'dependencies-v2',
    archive: chartWithFiles({ 'Chart.yaml': `${chartYaml}${allDependencies}`, 'Chart.lock': lock }),
  },
  {
    name: 'dependencies-in-both-files',
    archive: chartWithFiles({
      'Chart.yaml': `${chartYaml}${allDependencies}`,
      'requirements.yaml':
        'dependencies:\n- name: only\n  version: 1.0.0\n  repository: https://x.example\n',
      'requirements.lock': lock,
      'Chart.lock': lock,
    }),
  },
  {
    name: 'dependencies-in-chart-yaml-of-v1',
    archive: chartWithFiles({
      'Chart.yaml': `apiVersion: v1\nname: web\nversion: 1.0.0\n${allDependencies}`,
    }),
  },
  {
    name: 'dependency-without-version',
    archive: dependingOn('- name: cache\n  repository: https://x.example\n'),
  },
  { name: 'dependency-number', archive: dependingOn('- name: cache\n  version: 1.2\n') },
  { name: 'dependency-text', archive: dependingOn('- cache\n') },
  { name: 'dependency-null', archive: dependingOn('- name: cache\n  version: 1.0.0\n-\n') },
  {
    name: 'dependency-twice',
    archive: dependingOn('- &c\n  name: cache\n  version: 1.0.0\n- *c\n'),
  },
  {
    name: 'dependency-alias-odd',
    archive: dependingOn('- name: cache\n  version: 1.0.0\n  alias: "my cache"\n'),
  },
  {
    name: 'dependency-tags-text',
    archive: dependingOn('- name: cache\n  version: 1.0.0\n  tags: store\n'),
  },
  {
    name: 'dependency-values-odd',
    archive: dependingOn(
      '- name: cache\n  version: 1.0.0\n  import-values: [1, true, ~, {b: 2, a: [<>]}]\n',
    ),
  },
  { name: 'lock-broken', archive: chartWithFiles({ 'Chart.lock': 'dependencies: [\n' }) },
  {
    name: 'lock-odd',
    archive: chartWithFiles({ 'Chart.lock': 'dependencies: []\ngenerated: yesterday\n' }),
  },
  {
    name: 'requirements-broken',
    archive: chartWithFiles({ 'requirements.yaml': 'dependencies: {\n' }),
  },
  {
    name: 'subcharts',
    archive: chartWithFiles({
      'charts/cache/Chart.yaml': sub('cache'),
      'charts/cache/values.yaml': 'size: 1\n',
      'charts/cache/charts/disk/Chart.yaml': sub('disk'),
      'charts/cache/charts/tape-0.1.0.tgz': subArchive('tape'),
      'charts/queue-0.1.0.tgz': subArchive('queue', {
        'charts/inner/Chart.yaml': sub('inner'),
        'charts/deeper-0.1.0.tgz': subArchive('deeper'),
      }),
      'charts/queue-0.1.0.tgz.prov': provenanceOf('queue-0.1.0.tgz', 'sha256:0'),
      'charts/_off/Chart.yaml': 'broken: [\n',
      'charts/.hidden/Chart.yaml': 'broken: [\n',
    }),
  },
  { name: 'subchart-readme', archive: chartWithFiles({ 'charts/README.md': 'Do not edit.\n' }) },
  {
    name: 'subchart-of-another-name',
    archive: chartWithFiles({ 'charts/folder/Chart.yaml': sub('cache') }),
  },
  { name: 'subchart-file', archive: chartWithFiles({ 'charts/notes.txt': 'no chart\n' }) },
  {
    name: 'subchart-without-chart-yaml',
    archive: chartWithFiles({ 'charts/cache/values.yaml': 'a: 1\n' }),
  },
  { name: 'subchart-broken', archive: chartWithFiles({ 'charts/cache/Chart.yaml': 'name: [\n' }) },
  {
    name: 'subchart-broken-archive',
    archive: chartWithFiles({ 'charts/cache-1.0.0.tgz': 'no archive' }),
  },
  {
    name: 'subchart-in-two-roots',
    archive: chartWithFiles({
      'charts/cache-1.0.0.tgz': packed([
        { name: 'cache/Chart.yaml', content: sub('cache') },
        { name: 'stray.txt', content: 'x\n' },
      ]),
    }),
  },
  {
    name: 'provenance',
    archive: chartWithFiles({ 'values.yaml': 'signed: true\n' }),
    provenance: sha256 => provenanceOf('provenance.tgz', `sha256:${sha256}`),
  },
  {
    name: 'provenance-of-another',
    archive: chartWithFiles({ 'values.yaml': 'signed: another\n' }),
    provenance: () => provenanceOf('provenance-of-another.tgz', `sha256:${'0'.repeat(64)}`),
  },
  {
    name: 'provenance-without-sum',
    archive: chartWithFiles({ 'values.yaml': 'signed: without\n' }),
    provenance: sha256 => provenanceOf('another.tgz', `sha256:${sha256}`),
  },
]
