import {
  asHelmPacks,
  chartYaml,
  chartYamlWith,
  onlyChartYaml,
  type OwnArchive,
} from './own-archive.ts'

// What Chart.yaml says: every key, the versions of its API, and values that YAML reads in its own way.

export const metadata: readonly OwnArchive[] = [
  {
    name: 'every-key',
    archive: onlyChartYaml(`# Written by hand.
apiVersion: v2
name: web
version: 1.4.2
kubeVersion: ">=1.21.0-0 <2.0.0-0"
description: 'Serves pages, & redirects <old> ones'
type: application
keywords: [pages, "redirects"]
home: https://web.example/
sources:
  - https://code.example/web
  - https://code.example/pages
dependencies: []
maintainers:
  - name: Ann Example
    email: ann@web.example
    url: https://ann.example
  - name: Ben
icon: https://web.example/icon.svg
appVersion: "2.11"
deprecated: false
annotations:
  example.com/one: "1"
`),
  },
  {
    name: 'api-v1',
    archive: onlyChartYaml(`apiVersion: v1
name: web
version: 0.3.0
description: A chart of Helm 2
engine: gotpl
tillerVersion: ">=2.9.0"
icon: http://web.example/icon.png
home: ""
maintainers: []
`),
  },
  { name: 'api-missing', archive: onlyChartYaml('name: web\nversion: 0.1.0\ndescription: Old\n') },
  {
    name: 'api-v1-type',
    archive: onlyChartYaml('apiVersion: v1\nname: web\nversion: 1.0.0\ntype: library\n'),
  },
  { name: 'api-v3', archive: onlyChartYaml('apiVersion: v3\nname: web\nversion: 1.0.0\n') },
  { name: 'api-unknown', archive: onlyChartYaml('apiVersion: v9\nname: web\nversion: 1.0.0\n') },
  { name: 'api-number', archive: onlyChartYaml('apiVersion: 2\nname: web\nversion: 1.0.0\n') },
  { name: 'library', archive: chartYamlWith('type: library\n') },
  { name: 'type-unknown', archive: chartYamlWith('type: plugin\n') },
  { name: 'deprecated', archive: chartYamlWith('deprecated: true\nengine: ""\nicon: ""\n') },
  { name: 'deprecated-word', archive: chartYamlWith('deprecated: yes\n') },
  { name: 'deprecated-text', archive: chartYamlWith('deprecated: "true"\n') },
  ...[
    ['build', '1.0.0+up2.1.0.g1a2b'],
    ['prerelease', '1.0.0-rc.1'],
    ['prerelease-build', '1.0.0-rc.1+b.7'],
    ['v', 'v1.2.3'],
    ['two-parts', '"1.2"'],
    ['leading-zeros', '1.1.000'],
    ['v-short-prerelease', 'v0.7-2cdcb44'],
    ['number', '1.0'],
    ['none-at-all', 'latest'],
    ['empty', '""'],
    ['left-out', ''],
  ].map(([name, version]) => ({
    name: `version-${name}`,
    archive: onlyChartYaml(`apiVersion: v2\nname: web\nversion: ${version}\n`),
  })),
  ...[
    ['number', '1.10'],
    ['octal', '0755'],
    ['octal-of-1.2', '0o17'],
    ['exponent', '1e3'],
    ['hexadecimal', '0x1F'],
    ['sixty', '1:30'],
    ['date', '2024-01-02'],
    ['true', 'true'],
    ['word', 'on'],
    ['null', '~'],
    ['infinite', '.inf'],
    ['long-number', '12345678901234567890'],
    ['grouped', '1_000'],
    ['text', "'01.20'"],
    ['list', '[1]'],
  ].map(([name, appVersion]) => ({
    name: `app-version-${name}`,
    archive: chartYamlWith(`appVersion: ${appVersion}\n`),
  })),
  {
    name: 'text-odd',
    archive: chartYamlWith(
      'description: "a <b> & c \\u2028 \\x07 \\e \\U0001F6A2 \\u00e9 \\" \\\\ \\t tab"\nhome: "https://web.example/?a=1&b=<2>"\n',
    ),
  },
  {
    name: 'text-of-lines',
    archive: chartYamlWith(
      'description: |\n  The first line.   \n\n  The third — größer, 图表 🚢.\nannotations:\n  folded: >-\n    one\n    two\n\n    three\n  kept: |+\n    text\n\n',
    ),
  },
  {
    name: 'annotations-of-oci',
    archive: chartYamlWith(
      'description: Ours\nhome: https://web.example\nannotations:\n  org.opencontainers.image.title: Another title\n  org.opencontainers.image.created: "2001-02-03T04:05:06Z"\n  org.opencontainers.image.licenses: Apache-2.0\n  empty: ""\n',
    ),
  },
  {
    name: 'annotations-of-artifact-hub',
    archive: chartYamlWith(
      'annotations:\n  artifacthub.io/changes: |\n    - kind: added\n      description: "A page"\n  artifacthub.io/prerelease: "true"\n  artifacthub.io/images: |\n    - name: web\n      image: web.example/web:1.0.0\n',
    ),
  },
  { name: 'annotation-number', archive: chartYamlWith('annotations:\n  one: 1\n') },
  { name: 'annotation-null', archive: chartYamlWith('annotations:\n  none:\n  "": x\n') },
  {
    name: 'annotation-keys',
    archive: chartYamlWith('annotations:\n  yes: "1"\n  1: "2"\n  1.0: "3"\n  ~: "4"\n'),
  },
  { name: 'annotations-null', archive: chartYamlWith('annotations:\nkeywords:\nsources: ~\n') },
  {
    name: 'maintainers-odd',
    archive: chartYamlWith(
      'maintainers:\n  - email: only@web.example\n  - name: ""\n    url: https://x.example\n  - name: Ann\n    role: lead\n',
    ),
  },
  { name: 'maintainer-null', archive: chartYamlWith('maintainers:\n  - name: Ann\n  -\n') },
  { name: 'maintainer-text', archive: chartYamlWith('maintainers:\n  - Ann\n') },
  { name: 'keywords-odd', archive: chartYamlWith('keywords: ["", a, "a"]\nsources: []\n') },
  { name: 'keywords-null', archive: chartYamlWith('keywords: [a, ~]\n') },
  { name: 'keywords-text', archive: chartYamlWith('keywords: pages\n') },
  { name: 'icon-data', archive: chartYamlWith('icon: "data:image/png;base64,iVBORw0KGgo="\n') },
  { name: 'icon-file', archive: chartYamlWith('icon: file://assets/icon.svg\n') },
  { name: 'icon-path', archive: chartYamlWith('icon: assets/icon.svg\n') },
  {
    name: 'keys-unknown',
    archive: chartYamlWith('appversion: 7\nDescription: Other case\nowner: {name: Ann}\n'),
  },
  { name: 'key-twice', archive: chartYamlWith('description: one\ndescription: two\n') },
  {
    name: 'anchors',
    archive: chartYamlWith(
      'home: &site https://web.example\nsources:\n  - *site\nannotations: &notes\n  one: "1"\nmaintainers:\n  - &ann\n    name: Ann\n    email: a@web.example\n  - <<: *ann\n    name: Ben\n',
    ),
  },
  { name: 'anchor-unknown', archive: chartYamlWith('home: *site\n') },
  {
    name: 'json',
    archive: onlyChartYaml(
      '{"apiVersion":"v2","name":"web","version":"1.0.0","appVersion":"\\u0041"}',
    ),
  },
  { name: 'marker-first', archive: onlyChartYaml(`---\n${chartYaml}`) },
  { name: 'two-documents', archive: onlyChartYaml(`${chartYaml}---\ndescription: never read\n`) },
  { name: 'directive', archive: onlyChartYaml(`%YAML 1.2\n---\n${chartYaml}`) },
  { name: 'tabs', archive: chartYamlWith('maintainers:\n\t- name: Ann\n') },
  {
    name: 'blanks-at-ends',
    archive: chartYamlWith(
      'description: Pages   \nhome: https://web.example \t\nkeywords:   \n- a  \n',
    ),
  },
  { name: 'no-newline', archive: chartYamlWith('description: ends here') },
  { name: 'chart-yaml-list', archive: onlyChartYaml('- name: web\n') },
  { name: 'chart-yaml-empty', archive: onlyChartYaml('') },
  {
    name: 'chart-yaml-utf-16',
    archive: onlyChartYaml(Buffer.from(`\ufeff${chartYaml}`, 'utf16le')),
  },
  {
    name: 'chart-yaml-latin-1',
    archive: onlyChartYaml(Buffer.from(`${chartYaml}description: größe\n`, 'latin1')),
  },
  { name: 'chart-yml', archive: () => asHelmPacks({ 'Chart.yml': chartYaml }) },
  { name: 'chart-yaml-of-other-case', archive: () => asHelmPacks({ 'chart.yaml': chartYaml }) },
  { name: 'name-missing', archive: onlyChartYaml('apiVersion: v2\nversion: 1.0.0\n') },
  ...[
    ['upper', 'Web'],
    ['underscores', 'my_web'],
    ['dots', 'web.v2'],
    ['two-dashes', 'my--web'],
    ['last-dash', 'web-'],
    ['non-ascii', 'größe'],
    ['way-up', '"../evil"'],
    ['number', '7'],
    ['blank', '"my web"'],
  ].map(([name, chartName]) => ({
    name: `name-${name}`,
    archive: onlyChartYaml(`apiVersion: v2\nname: ${chartName}\nversion: 1.0.0\n`),
  })),
  {
    name: 'root-of-another-name',
    archive: () => asHelmPacks({ 'Chart.yaml': chartYaml }, 'pages-main'),
  },
  { name: 'kube-version-odd', archive: chartYamlWith('kubeVersion: "^1.10.0-0 || nonsense"\n') },
]
