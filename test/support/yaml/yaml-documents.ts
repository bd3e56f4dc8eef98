import { createRandom, type Random } from '../archives/mutations.ts'

// Documents to compare readers by: written by a grammar that knows the corners of YAML 1.1, or real-looking files of
// charts with a few bytes, lines or pieces changed. The same seed writes the same documents.

export type YamlDocument = { readonly bytes: Uint8Array; readonly kind: keyof typeof files | 'any' }

const pick = <T>(random: Random, items: readonly T[]): T => items[random.below(items.length)] as T
const chance = (random: Random, percent: number): boolean => random.below(100) < percent

export function* yamlDocuments(seed: number, count: number): Generator<YamlDocument> {
  const random = createRandom(seed)
  for (let made = 0; made < count; made += 1) {
    const kind = pick(random, ['any', 'any', ...kinds] as const)
    const text = kind === 'any' ? writeDocument(random) : files[kind]
    const changes = kind === 'any' ? random.below(3) : random.below(5)
    yield { kind, bytes: encode(mutate(text, changes, random), random) }
  }
}

/** Written side by side: many of them are one character. */
const listed = (texts: string): string[] => texts.split('¦')

const scalars = listed(
  'a¦b¦key¦x y¦a:b¦a#b¦-a¦?a¦:a¦--¦-¦?¦:¦~¦null¦yes¦No¦1¦010¦08¦0x1F¦-0b11¦0b-1¦0b+1¦1_000' +
    '¦1.0¦1.50¦1e3¦.5¦.5_5¦.inf¦-.INF¦.nan¦1e400¦18446744073709551615¦18446744073709551616' +
    '¦9223372036854775808¦-0.0¦2024-01-02¦2024-1-2T3:4:5Z¦12:34¦<<¦=¦"a"¦\'b\'¦"\\x41\\u263a"' +
    '¦"\\ud83d"¦"\\/"¦"a\\\n  b"¦"a\n\n b"¦\'it\'\'s\'¦\'a\n  b\'¦"a\tb"¦{}¦[]¦[a, b]¦{a: b, c}' +
    '¦[a: b]¦[? a : b]¦[?, a]¦{? a, b: }¦{a:b}¦{"a":b}¦[a:]¦{a, b: [c, {d: e}]}¦[a,]¦{a: 1,}' +
    '¦!!str 1¦!!int "1"¦!!float 3¦!!bool yes¦!!null ""¦!!binary aGk=¦!!timestamp 2024-01-02' +
    '¦!!timestamp x¦! 3¦!foo 1¦!!set {a, b}¦!<tag:yaml.org,2002:int> 3¦!e!x y¦!<!> 1¦!! 1¦&x a' +
    '¦&x [b]¦&y {c: d}¦*x¦*y¦&x¦!!str¦&a.b 1¦*a.b¦&x !!str b¦!t &y b¦|\n  a\n   b\n\n  c\n' +
    '¦>\n  a\n  b\n\n   c\n  d\n¦|-\n a\n¦>+\n a\n\n\n¦|2\n   a\n¦|1-\n  a\n¦|0\n a¦| # c\n a\n' +
    '¦|x\n a¦>\n\n   a\n  b¦|\n\ta¦|\n¦"¦\'¦"a\n---\nb"¦@a¦`a¦%a¦a\n  b¦a\n\n  b¦a\n\tb¦a #c' +
    '¦a\t# c¦\ta¦a: b¦é¦😀¦\u2028¦\u0085¦\ufeff¦',
)
const keys = listed(
  'a¦b¦c¦name¦version¦"q"¦\'s\'¦? a\n¦? ¦*x ¦&k k¦!!str k¦1¦yes¦~¦<<¦__proto__¦1.0¦"1"¦[a]' +
    '¦{a: 1}¦a b¦-a¦.nan¦18446744073709551615¦!!binary YQ==¦',
)
const separators = [': ', ': ', ': ', ': ', ':\n', ':', ' : ', ':\t', ':  ', '']
const comments = ['', '', '', '', ' # c', '\t# c', '#c', '  ']
const heads = listed(
  '---\n¦--- ¦%YAML 1.1\n---\n¦%YAML 1.2\n---\n¦# c\n¦\n\n¦...\n¦%FOO\n---\n' +
    '¦%TAG !e! tag:yaml.org,2002:\n---\n¦%TAG ! !x\n---\n¦%YAML 1.1 # c\n%YAML 1.1\n---\n' +
    '¦---\n---\n¦\ufeff',
)
const tails = listed(
  '...\n¦---\n¦---\nb: 2\n¦---\n[¦...\n%YAML 1.1\n---\na¦--- b\n¦# c¦\t¦]¦---\n\u0007¦b: 2' +
    '¦ b: 2\n¦}¦"¦- x\n',
)

const writeDocument = (random: Random): string => {
  const body =
    random.below(12) === 0
      ? pick(random, scalars)
      : writeBlock(random, pick(random, [0, 0, 0, 0, 2]), 3)
  return (
    (chance(random, 50) ? pick(random, heads) : '') +
    body +
    (chance(random, 40) ? pick(random, tails) : '')
  )
}

const writeBlock = (random: Random, indent: number, depth: number): string => {
  const isList = chance(random, 35)
  const lines: string[] = []
  for (let left = 1 + random.below(4); left > 0; left -= 1) {
    // Now and then off by one.
    const column = chance(random, 4) ? Math.max(0, indent + pick(random, [-1, 1])) : indent
    const lead =
      ' '.repeat(column) +
      (isList ? pick(random, ['- ', '- ', '- ', '-\n', '-', '-\t']) : writeKey(random))
    lines.push(lead + writeValue(random, indent, depth, isList))
    if (chance(random, 5)) lines.push(pick(random, ['\n', '  \n', '# c\n', '\t\n', ' \t# c\n']))
  }
  return lines.join('')
}

const calmKeys = ['a', 'b', 'c', 'name', 'version']
const calmScalars = [
  'a',
  'b',
  '1',
  'yes',
  '"a"',
  "'b'",
  '{}',
  '[a, b]',
  '{a: 1}',
  'x y',
  '*x',
  '&x a',
]

/** Of two corners in one document only the first would be seen, where it is refused. */
const writeKey = (random: Random) =>
  chance(random, 60) ? `${pick(random, calmKeys)}: ` : pick(random, keys) + pick(random, separators)

const writeValue = (random: Random, indent: number, depth: number, isList: boolean): string => {
  if (depth > 0 && chance(random, 30)) {
    const inner = indent + pick(random, [2, 2, 2, 4, 1, 0])
    const properties = pick(random, ['', '', '', '', '&x', '!!map', '!t &y', '*x'])
    if (isList && chance(random, 50)) return writeBlock(random, indent + 2, depth - 1).trimStart()
    return `${properties}\n${writeBlock(random, inner, depth - 1)}`
  }
  const value = pick(random, chance(random, 50) ? calmScalars : scalars)
  const shifted = value.replaceAll('\n', `\n${' '.repeat(chance(random, 90) ? indent : 0)}`)
  return `${shifted}${pick(random, comments)}\n`
}

const pieces = listed(
  ' ¦\n¦\t¦:¦-¦?¦,¦[¦]¦{¦}¦#¦&¦*¦!¦|¦>¦\'¦"¦%¦@¦`¦\\¦~¦.¦0¦_¦+¦e¦: ¦- ¦ #¦\n\n¦\n---\n' +
    '¦\n...\n¦\r\n¦\r¦<<: ¦&a ¦*a¦!!str ¦"\\u¦\\x¦\ufeff¦\u0085¦\u2028¦\u0000¦\u007f¦é¦😀' +
    '¦\ufffe¦null¦yes',
)

const mutate = (text: string, changes: number, random: Random): string => {
  let changed = text
  for (let left = changes; left > 0; left -= 1) changed = changeOnce(changed, random)
  return changed
}

const changeOnce = (text: string, random: Random): string => {
  const at = random.below(text.length + 1)
  const lines = text.split('\n')
  const line = random.below(lines.length)
  switch (random.below(8)) {
    case 0:
    case 1:
      return text.slice(0, at) + pick(random, pieces) + text.slice(at)
    case 2:
      return text.slice(0, at) + text.slice(at + 1 + random.below(3))
    case 3:
      return text.slice(0, at) + pick(random, pieces) + text.slice(at + 1)
    case 4:
      return lines
        .toSpliced(line, 1, pick(random, [' ', '  ', '\t', '']) + (lines[line] ?? ''))
        .join('\n')
    case 5:
      return lines.toSpliced(line, 1, (lines[line] ?? '').replace(/^ {1,2}/, '')).join('\n')
    case 6:
      return lines.toSpliced(line, 0, lines[random.below(lines.length)] ?? '').join('\n')
    default: {
      const value = pick(random, scalars)
      return lines
        .toSpliced(
          line,
          1,
          (lines[line] ?? '').replace(/:.*/, () => `: ${value}`),
        )
        .join('\n')
    }
  }
}

/** Mostly UTF-8; now and then with broken bytes, as UTF-16, or long enough that a fault lies behind what is read. */
const encode = (text: string, random: Random): Uint8Array => {
  const bytes = Buffer.from(text)
  switch (random.below(60)) {
    case 0:
      return Buffer.concat([Buffer.from('\ufeff', 'utf16le'), Buffer.from(text, 'utf16le')])
    case 1:
      return Buffer.concat([
        Buffer.from('\ufeff', 'utf16le'),
        Buffer.from(text, 'utf16le'),
      ]).swap16()
    case 2: {
      const at = random.below(bytes.length + 1)
      const broken = Buffer.from([pick(random, [0x80, 0xc0, 0xe2, 0xed, 0xf0, 0xf8, 0xff, 0x07])])
      return Buffer.concat([bytes.subarray(0, at), broken, bytes.subarray(at)])
    }
    case 3:
      return Buffer.from(text.replaceAll('\n', '\r\n'))
    case 4:
      return Buffer.from(`${text}\n---\n# ${'é'.repeat(random.below(500))}\u0007\n`)
    case 5:
      return Buffer.from(`\ufeff${text}`)
    default:
      return bytes
  }
}

const files = {
  values: `# Default values
replicaCount: 1
image: &image
  repository: nginx
  pullPolicy: IfNotPresent
  tag: "1.27.0"
imagePullSecrets: []
nameOverride: ''
serviceAccount:
  create: true
  annotations: {}
service: {type: ClusterIP, port: 80}
ingress:
  enabled: false
  hosts:
    - host: chart-example.local
      paths:
      - path: /
        pathType: ImplementationSpecific
  tls: []
resources:
  limits: {cpu: 100m, memory: 128Mi}
config: |-
  server {
    listen 80;
  }

script: >
  echo "a: b"
  && exit 0
sidecar:
  <<: *image
  tag: 010
nodeSelector: {}
tolerations: [{key: "a", operator: Exists, effect: 'NoSchedule'}]
`,
  chart: `apiVersion: v2
name: web
description: A "small" chart, for tests
type: application
version: 1.2.3
appVersion: "1.10"
kubeVersion: '>=1.25.0-0'
home: https://example.com/web
icon: https://example.com/icon.png
sources:
  - https://example.com/source
keywords: [web, http]
maintainers:
- name: Jane
  email: jane@example.com
- name: "Joe"
annotations:
  category: Web
  artifacthub.io/changes: |
    - kind: added
      description: first
deprecated: false
dependencies:
  - name: common
    version: 2.x.x
    repository: oci://registry.example.com/charts
    condition: common.enabled
    tags: [a]
    import-values:
      - child: a
        parent: b
`,
  lock: `dependencies:
- name: common
  repository: oci://registry.example.com/charts
  version: 2.30.0
- name: redis
  repository: https://charts.example.com
  version: 20.1.0
digest: sha256:e59d1b4d4a5cf9d8b5a7a5f6e9d1b4d4a5cf9d8b5a7a5f6e9d1b4d4a5cf9d8b5
generated: "2024-09-20T14:02:16.382905+02:00"
`,
  requirements: `dependencies:
  - name: postgresql
    version: ~8.1.0
    repository: "@stable"
    condition: postgresql.enabled,global.postgresql.enabled
    alias: db
  - {name: redis, version: "^1", repository: 'file://../redis', enabled: yes}
`,
  index: `apiVersion: v1
entries:
  web:
  - apiVersion: v2
    appVersion: 1.10
    created: "2024-09-20T14:02:16.382905+02:00"
    description: Web
    digest: 6c2cf2f2dc1c0f6ad5d4cf2dd3ca5d0ad7cd5b08f0e2a0f2c7a4e8a5f8d3b1c2
    name: web
    urls:
    - https://charts.example.com/web-1.2.3.tgz
    version: 1.2.3
  - name: web
    urls: [web-1.2.2.tgz]
    version: 1.2.2
  "old": []
generated: 2024-09-20T14:02:16Z
`,
} as const

const kinds = ['values', 'chart', 'lock', 'requirements', 'index'] as const
