import { isAscii, isUtf8 } from 'node:buffer'
import { gunzipSync } from 'node:zlib'
import { load } from 'js-yaml'

/**
 * What is particular about an archive, read without any code of ours: the archives of test/goldens must have every
 * trait that real ones have. A trait is a short sentence; what cannot be read any further has one that says so.
 */
export const archiveTraits = (archive: Uint8Array): Set<string> => {
  const bytes = Buffer.from(archive)
  const traits = new Set<string>(gzipTraits(bytes))
  if (traits.has('no gzip')) return traits
  let tar: Buffer
  try {
    tar = gunzipSync(bytes)
  } catch {
    return traits.add('gzip that does not unpack')
  }
  const members = [...tarMembers(tar, traits)]
  for (const trait of memberTraits(members)) traits.add(trait)
  for (const trait of chartTraits(members)) traits.add(trait)
  return traits
}

type Member = { readonly path: string; readonly type: string; readonly content: Buffer }

function* gzipTraits(bytes: Buffer): Iterable<string> {
  if (bytes.length === 0) yield 'empty file'
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return yield 'no gzip'
  const flags = bytes[3] ?? 0
  if (flags === 0) yield 'gzip header without fields'
  if ((flags & 4) !== 0) yield 'gzip header with an extra field'
  if ((flags & 8) !== 0) yield 'gzip header with a file name'
  if ((flags & 16) !== 0) yield 'gzip header with a comment'
  if (bytes.readUInt32LE(4) !== 0) yield 'gzip header with a time'
  yield `gzip of system ${bytes[9] === 3 ? 'unix' : bytes[9] === 255 ? 'unknown' : 'other'}`
}

const blockBytes = 512
const text = (field: Buffer) => {
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? field.length : end)
}
const octal = (field: Buffer) => Number.parseInt(text(field).trim() || '0', 8)

function* tarMembers(tar: Buffer, traits: Set<string>): Iterable<Member> {
  let longName: string | undefined
  let at = 0
  for (; at + blockBytes <= tar.length;) {
    const header = tar.subarray(at, at + blockBytes)
    if (header.every(byte => byte === 0)) break
    const sizeBytes = octal(header.subarray(124, 136)) || 0
    const content = tar.subarray(at + blockBytes, at + blockBytes + sizeBytes)
    const type = String.fromCharCode(header[156] ?? 0).replace('\0', '0')
    const prefix = text(header.subarray(345, 500))
    const name = text(header.subarray(0, 100))
    for (const trait of headerTraits(header, type)) traits.add(trait)
    at += blockBytes + Math.ceil(sizeBytes / blockBytes) * blockBytes
    if (type === 'L') longName = text(content)
    else if (type === 'x') longName = /\d+ path=(.*)\n/.exec(content.toString('utf8'))?.[1]
    else if (type !== 'g') {
      const isUstar = header.toString('latin1', 257, 263) === 'ustar\0'
      if (isUstar && prefix !== '') traits.add('ustar prefix field')
      yield { path: longName ?? (isUstar && prefix ? `${prefix}/${name}` : name), type, content }
      longName = undefined
    }
  }
  if (at >= tar.length) traits.add('tar without end blocks')
  else if (tar.length - at > 2 * blockBytes) traits.add('tar padded to a record')
}

const kinds: Readonly<Record<string, string>> = {
  '1': 'hard link',
  '2': 'symbolic link',
  '5': 'folder member',
  x: 'PAX header',
  g: 'PAX header for all members',
  L: 'GNU long name',
}

function* headerTraits(header: Buffer, type: string): Iterable<string> {
  const magic = header.toString('latin1', 257, 265)
  if (magic.startsWith('ustar\0')) yield 'tar of ustar'
  else if (magic === 'ustar  \0') yield 'tar of GNU'
  else yield 'tar of v7'
  if (type !== '0') yield kinds[type] ?? `tar type ${type}`
  const mode = octal(header.subarray(100, 108))
  if (type === '0' && (mode & 0o111) !== 0) yield 'executable file'
  if ((mode & 0o7000) !== 0) yield 'file with setuid, setgid or sticky bit'
  if ((mode & 0o002) !== 0) yield 'file that everybody may write'
  if ((mode & 0o044) !== 0o044) yield 'file that not everybody may read'
  if (octal(header.subarray(108, 116)) > 0) yield 'file owned by a user number'
  if (text(header.subarray(265, 297)) !== '') yield 'file owned by a user name'
  const time = header.subarray(136, 148)
  if ((time[0] ?? 0) >= 0x80) yield 'time beyond octal digits'
  else if (octal(time) === 0) yield 'time zero'
  else if (octal(time) > 1_893_456_000) yield 'time after 2030'
}

function* memberTraits(members: readonly Member[]): Iterable<string> {
  const paths = members.map(member => member.path)
  if (members.length === 0) yield 'no members'
  if (new Set(paths).size < paths.length) yield 'members of the same path'
  if (new Set(paths.map(path => path.replace(/^\.\//, '').split('/')[0])).size > 1)
    yield 'several roots'
  for (const { path, type, content } of members) {
    if (type !== '0') continue
    yield* pathTraits(path)
    const name = path.split('/').at(-1) ?? ''
    const isArchive = /\.t(?:ar\.)?gz$/.test(name)
    if (content.length === 0) yield 'file of no bytes'
    if (!isArchive && content.includes(0)) yield 'binary file'
    if (content.length > 5 * 1024 * 1024) yield 'file of more than 5 MiB'
    else if (content.length > 1024 * 1024) yield 'file of more than 1 MiB'
    if (isArchive || content.includes(0)) continue
    if (content.subarray(0, 3).equals(Buffer.from('\ufeff')))
      yield `byte order mark in ${kind(name)}`
    if (content.includes('\r\n')) yield `CRLF in ${kind(name)}`
    if (content.includes('\t')) yield `tab in ${kind(name)}`
    if (!isAscii(content)) yield `non-ASCII in ${kind(name)}`
    if (!isUtf8(content)) yield `invalid UTF-8 in ${kind(name)}`
    if (content.length > 0 && content.at(-1) !== 10) yield `no newline at the end of ${kind(name)}`
  }
}

const kind = (name: string) =>
  /^(?:Chart\.yaml|values\.yaml|README\.md|requirements\.yaml|values\.schema\.json|Chart\.lock)$/.test(
    name,
  )
    ? name
    : 'another file'

function* pathTraits(path: string): Iterable<string> {
  if (Buffer.byteLength(path) > 100) yield 'path longer than 100 bytes'
  if (/[^\x20-\x7e]/.test(path)) yield 'non-ASCII path'
  if (path.includes(' ')) yield 'blank in a path'
  if (path.includes('\\')) yield 'backslash in a path'
  if (path.startsWith('./')) yield 'path that starts with ./'
  if (/(?:^|\/)\.\.(?:\/|$)/.test(path)) yield 'path with ..'
  if (/(?:^|\/)\.(?!helmignore)[^/.]/.test(path)) yield 'hidden file'
}

const wellKnown: readonly (readonly [RegExp, string])[] = [
  [/^\.helmignore$/, '.helmignore'],
  [/^requirements\.yaml$/, 'requirements.yaml'],
  [/^requirements\.lock$/, 'requirements.lock'],
  [/^Chart\.lock$/, 'Chart.lock'],
  [/^values\.schema\.json$/, 'values.schema.json'],
  [/^questions\.ya?ml$/, 'questions.yaml'],
  [/^README\.md$/, 'README.md'],
  [/^(?!README\.md$)readme(?:\.md|\.txt)?$/i, 'README under another name'],
  [/^LICENSE/i, 'LICENSE'],
  [/^crds\/.+/, 'crds'],
  [/^ci\/.+/, 'ci values'],
  [/^templates\/NOTES\.txt$/, 'templates/NOTES.txt'],
  [/^templates\/_[^/]+\.tpl$/, 'templates of helpers'],
  [/^templates\/tests?\//, 'templates of tests'],
  [/^templates\/[^/]+\/[^/]+/, 'templates in folders'],
  [/^charts\/[^/]+\.tgz$/, 'subchart packed'],
  [/^charts\/[^/]+\.tgz\.prov$/, 'provenance of a packed subchart'],
  [/^charts\/[^/]+\/Chart\.yaml$/, 'subchart unpacked'],
  [/^charts\/[^/]+\/charts\/[^/]+\/Chart\.yaml$/, 'subchart of a subchart unpacked'],
  [/^charts\/[^/]+\/charts\/[^/]+\.tgz$/, 'subchart of a subchart packed'],
  [/^charts\/(?:[_.][^/]*|README[^/]*)/, 'charts folder with what is no chart'],
]

function* chartTraits(members: readonly Member[]): Iterable<string> {
  const inner = members.map(({ path, ...rest }) => ({
    ...rest,
    path: path.replace(/^\.\//, '').split('/').slice(1).join('/'),
    root: path.replace(/^\.\//, '').split('/')[0],
  }))
  for (const [pattern, trait] of wellKnown) {
    if (inner.some(({ path }) => pattern.test(path))) yield trait
  }
  const chartYaml = inner.findLast(({ path }) => path === 'Chart.yaml')
  const values = inner.findLast(({ path }) => path === 'values.yaml')
  if (!values) yield 'no values.yaml'
  else yield* yamlTraits('values.yaml', values.content)
  if (!chartYaml) return yield 'no Chart.yaml'
  yield* yamlTraits('Chart.yaml', chartYaml.content)
  const chart = mapping(chartYaml.content)
  if (chart === undefined) return yield 'Chart.yaml that is no mapping'
  if (chart['name'] !== chartYaml.root) yield 'root named unlike the chart'
  yield* fieldTraits(chart)
  const requirements = inner.findLast(({ path }) => path === 'requirements.yaml')
  const list = requirements ? mapping(requirements.content) : chart
  const dependencies = list?.['dependencies']
  if (Array.isArray(dependencies)) for (const one of dependencies) yield* dependencyTraits(one)
}

const mapping = (content: Buffer): Record<string, unknown> | undefined => {
  try {
    const value: unknown = load(content.toString('utf8').replace(/^\ufeff/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function* yamlTraits(file: string, content: Buffer): Iterable<string> {
  const source = content.toString('utf8')
  const lines = source.split(/\r?\n/)
  if (content.length === 0) return
  if (lines.every(line => /^\s*(?:#.*)?$/.test(line))) yield `${file} of comments only`
  if (lines.some(line => /^\s*#/.test(line))) yield `comments in ${file}`
  if (lines.some(line => /(?:^|[\s:-])&[A-Za-z]\w*(?:\s|$)/.test(line))) yield `anchor in ${file}`
  if (lines.some(line => /^\s*<<:/.test(line))) yield `merge key in ${file}`
  if (lines.some(line => /[:-] \|[-+0-9]*\s*$/.test(line))) yield `literal block in ${file}`
  if (lines.some(line => /[:-] >[-+0-9]*\s*$/.test(line))) yield `folded block in ${file}`
  if (lines[0]?.startsWith('---')) yield `document marker first in ${file}`
  if (lines.slice(1).some(line => line.startsWith('---'))) yield `document marker within ${file}`
  if (lines.some(line => /: [[{].*[\]}]/.test(line))) yield `flow collection in ${file}`
  if (lines.some(line => /: '[^']*'/.test(line))) yield `single quotes in ${file}`
  if (lines.some(line => /: "[^"]*"/.test(line))) yield `double quotes in ${file}`
  if (lines.some(line => /: (?:yes|no|on|off|Yes|No|On|Off|YES|NO|ON|OFF|y|n)\s*$/.test(line)))
    yield `boolean of YAML 1.1 in ${file}`
  if (lines.some(line => /: 0[0-7]+\s*$/.test(line))) yield `octal number in ${file}`
  if (lines.some(line => /: (?:~|null)?\s*(?:#.*)?$/.test(line))) yield `value left out in ${file}`
  if (lines.some(line => /\s+$/.test(line) && !/^\s*$/.test(line)))
    yield `blanks at line ends of ${file}`
  if (/^(\w+):[\s\S]*^\1:/m.test(source) && hasTwice(lines)) yield `key twice in ${file}`
}

const hasTwice = (lines: readonly string[]) => {
  const keys = lines.flatMap(line => /^([\w-]+):/.exec(line)?.[1] ?? [])
  return new Set(keys).size < keys.length
}

const strings = new Set(
  'apiVersion name version kubeVersion description type home icon appVersion engine condition tags tillerVersion'.split(
    ' ',
  ),
)
const known = new Set([
  ...strings,
  'keywords',
  'sources',
  'maintainers',
  'deprecated',
  'annotations',
  'dependencies',
])

function* fieldTraits(chart: Record<string, unknown>): Iterable<string> {
  for (const key of [
    'apiVersion',
    'description',
    'maintainers',
    'home',
    'sources',
    'icon',
    'appVersion',
    'keywords',
    'kubeVersion',
  ])
    if (chart[key] === undefined) yield `no ${key}`
  for (const [key, value] of Object.entries(chart)) {
    if (!known.has(key)) yield 'unknown key in Chart.yaml'
    else yield `has ${key}`
    if (strings.has(key) && typeof value !== 'string')
      yield `${key} is ${value === null ? 'null' : typeof value}`
    if (value === '') yield `${key} is empty`
    if (Array.isArray(value) && value.length === 0) yield `${key} is an empty list`
    if (typeof value === 'string' && /[<>&]/.test(value))
      yield `${key === 'kubeVersion' ? key : 'text'} with < > or &`
    if (typeof value === 'string' && value.includes('\n')) yield 'text of several lines'
  }
  yield `apiVersion ${String(chart['apiVersion'])}`
  if (chart['type'] !== undefined) yield `type ${String(chart['type'])}`
  yield* versionTraits(String(chart['version']))
  const name = String(chart['name'])
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) yield 'name that is no DNS label'
  const icon = chart['icon']
  if (typeof icon === 'string') yield `icon of ${/^([a-z]+):/.exec(icon)?.[1] ?? 'a bare path'}`
  const annotations = chart['annotations']
  if (typeof annotations === 'object' && annotations !== null) {
    for (const [key, value] of Object.entries(annotations)) {
      if (key.startsWith('artifacthub.io/')) yield 'annotation of Artifact Hub'
      yield `annotation that is ${value === null ? 'null' : typeof value}`
      if (typeof value === 'string' && value.includes('\n')) yield 'annotation of several lines'
      if (key.startsWith('org.opencontainers.')) yield 'annotation of OCI'
      if (value === '') yield 'annotation that is empty'
    }
  }
  const maintainers = chart['maintainers']
  if (!Array.isArray(maintainers)) return
  for (const one of maintainers) {
    if (typeof one !== 'object' || one === null) yield 'maintainer that is no mapping'
    else
      for (const key of ['name', 'email', 'url'])
        yield `maintainer with${key in one ? '' : 'out'} ${key}`
  }
}

function* versionTraits(version: string): Iterable<string> {
  const [numbers = '', prerelease] = version.split('+')[0]?.replace(/^v/, '').split(/-(.*)/s) ?? []
  if (version.startsWith('v')) yield 'version that starts with v'
  if (version.includes('+')) yield 'version with build metadata'
  if (prerelease !== undefined) yield 'version of a prerelease'
  if (numbers.split('.').length !== 3) yield 'version without three parts'
  if (/(?:^|\.)0\d/.test(numbers)) yield 'version with leading zeros'
}

function* dependencyTraits(dependency: unknown): Iterable<string> {
  if (typeof dependency !== 'object' || dependency === null)
    return yield 'dependency that is no mapping'
  const fields = dependency as Record<string, unknown>
  for (const key of Object.keys(fields)) yield `dependency with ${key}`
  const { repository, version } = fields
  if (typeof repository === 'string')
    yield `dependency from ${/^([a-z]+):\/\//.exec(repository)?.[1] ?? (repository === '' ? 'nowhere' : repository[0] === '@' ? 'an alias' : 'another place')}`
  else yield 'dependency without repository'
  if (version === undefined) yield 'dependency without version'
  else
    yield `dependency of ${/^v?\d+\.\d+\.\d+[^ ]*$/.test(String(version)) ? 'one version' : 'a range'}`
}
