import type { Digest } from './digest.ts'
import { helmLine, type HelmConnection } from './helm-line.ts'
import { mediaType } from './media-types.ts'
import { formatReference } from './reference.ts'
import type { Shell } from './shell-quoting.ts'
import { hclString, yamlString } from './snippet-quoting.ts'

/** A version in a registry, as its copied forms need it. Everything of it may be chosen by a stranger. */
export type CopySubject = HelmConnection & {
  readonly host: string
  readonly repository: string
  /** The manifest digest: the one that `@` accepts. */
  readonly digest: Digest
  /** Absent where the version was opened by digest. */
  readonly tag?: string | undefined
  /** From Chart.yaml. */
  readonly version: string
  /** A sign-in is kept for this registry: the reader of a snippet will need one. */
  readonly signedIn: boolean
  /** Of the layer that holds the archive; Helm's own when not said. */
  readonly chartLayerMediaType?: string | undefined
}

/** In the order of the menu. */
export const snippetIds = [
  'digest',
  'tag',
  'helm-install',
  'helm-upgrade',
  'helm-pull',
  'helm-template',
  'dependency',
  'flux',
  'argo-cd',
  'terraform',
  'helmfile',
] as const
export type SnippetId = (typeof snippetIds)[number]

export type Snippet = {
  /** Its title is the word `titles.<id>`. */
  readonly id: SnippetId
  readonly language: 'text' | 'shell' | 'yaml' | 'hcl'
  readonly text: string
  /** Its one honest line: the word `notes.<key>`. */
  readonly note: { readonly key: NoteKey; readonly params: Readonly<Record<string, string>> }
}

export const noteKeys = [
  'digest',
  'tag',
  'helm',
  'dependency',
  'flux',
  'fluxSignIn',
  'argoCd',
  'argoCdSignIn',
  'terraform',
  'helmfile',
] as const
type NoteKey = (typeof noteKeys)[number]

/**
 * One form of a version to copy; never holds a credential. Undefined where the form does not exist: no tag, or a
 * shell that cannot carry the words.
 */
export const buildSnippet = (
  id: SnippetId,
  subject: CopySubject,
  shell: Shell,
): Snippet | undefined => {
  const { language, note, write } = forms[id]
  const text = write(subject, shell)
  const params = { digest: subject.digest, tag: subject.tag ?? '', host: subject.host }
  return text === undefined
    ? undefined
    : { id, language, text, note: { key: note(subject), params } }
}

type Form = {
  readonly language: Snippet['language']
  readonly note: (subject: CopySubject) => NoteKey
  readonly write: (subject: CopySubject, shell: Shell) => string | undefined
}

const digestReference = ({ host, repository, digest }: CopySubject): string =>
  formatReference({ host, repository, digest })

const tagReference = ({ host, repository, tag }: CopySubject): string | undefined =>
  tag === undefined ? undefined : formatReference({ host, repository, tag })

/** `helm registry login` asks for the user name and the password; it is a line of its own. */
const helmLines = (subject: CopySubject, shell: Shell, words: readonly string[]) => {
  const login = subject.signedIn ? [['registry', 'login', subject.host]] : []
  const lines = [...login, [...words, digestReference(subject)]].map(line =>
    helmLine(shell, line, subject),
  )
  return lines.every(line => line !== undefined) ? lines.join('\n') : undefined
}

const helmForm = (verb: string, isNamed: boolean): Form => ({
  language: 'shell',
  note: () => 'helm',
  write: (subject, shell) =>
    helmLines(subject, shell, isNamed ? [verb, releaseName(subject.repository)] : [verb]),
})

const baseName = (repository: string): string => repository.slice(repository.lastIndexOf('/') + 1)

/** The registry and path above the chart: what Helm calls its repository. */
const parentOf = ({ host, repository }: CopySubject): string =>
  [host, ...repository.split('/').slice(0, -1)].join('/')

// Helm allows 53 characters, for the names that charts make of it (pkg/chart/common/util ValidateReleaseName).
const maxReleaseNameLength = 53

/** A release name made of the last part of a repository: `[a-z0-9-]`, at most 53 characters, never empty. */
export const releaseName = (repository: string): string => {
  const name = baseName(repository)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maxReleaseNameLength)
    .replace(/^-+|-+$/g, '')
  return name === '' ? 'release' : name
}

const lines = (...parts: (string | undefined)[]): string =>
  parts.filter(part => part !== undefined).join('\n')

const writeDependency = (subject: CopySubject): string =>
  lines(
    'dependencies:',
    `  - name: ${yamlString(baseName(subject.repository))}`,
    `    version: ${yamlString(subject.version)} # ${subject.digest}`,
    `    repository: ${yamlString(`oci://${parentOf(subject)}`)}`,
  )

const writeFlux = (subject: CopySubject): string => {
  const name = yamlString(releaseName(subject.repository))
  const { host, repository } = subject
  return lines(
    'apiVersion: source.toolkit.fluxcd.io/v1',
    'kind: OCIRepository',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    '  interval: 10m',
    `  url: ${yamlString(formatReference({ host, repository }))}`,
    subject.plainHttp ? '  insecure: true' : undefined,
    '  ref:',
    `    digest: ${yamlString(subject.digest)}`,
    // Without it Flux takes the first layer, which can be the provenance.
    '  layerSelector:',
    `    mediaType: ${yamlString(subject.chartLayerMediaType ?? mediaType.helmChart)}`,
    '    operation: copy',
    '---',
    'apiVersion: helm.toolkit.fluxcd.io/v2',
    'kind: HelmRelease',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    '  interval: 10m',
    '  chartRef:',
    '    kind: OCIRepository',
    `    name: ${name}`,
  )
}

const writeArgoCd = (subject: CopySubject): string => {
  const name = yamlString(releaseName(subject.repository))
  const { host, repository } = subject
  return lines(
    'apiVersion: argoproj.io/v1alpha1',
    'kind: Application',
    'metadata:',
    `  name: ${name}`,
    '  namespace: argocd',
    'spec:',
    '  project: default',
    '  source:',
    `    repoURL: ${yamlString(formatReference({ host, repository }))}`,
    '    path: .',
    `    targetRevision: ${yamlString(subject.digest)}`,
    '  destination:',
    '    server: https://kubernetes.default.svc',
    `    namespace: ${name}`,
  )
}

const writeTerraform = (subject: CopySubject): string => {
  const name = releaseName(subject.repository)
  // An HCL identifier does not begin with a digit.
  const label = /^[a-z]/.test(name) ? name : `chart-${name}`
  return lines(
    `resource "helm_release" ${hclString(label)} {`,
    `  name       = ${hclString(name)}`,
    `  repository = ${hclString(`oci://${parentOf(subject)}`)}`,
    `  chart      = ${hclString(baseName(subject.repository))}`,
    `  version    = ${hclString(subject.version)} # ${subject.digest}`,
    '}',
  )
}

const writeHelmfile = (subject: CopySubject): string => {
  const alias = releaseName(parentOf(subject).replace(/[^A-Za-z0-9]+/g, '-'))
  return lines(
    'repositories:',
    `  - name: ${yamlString(alias)}`,
    `    url: ${yamlString(parentOf(subject))}`,
    '    oci: true',
    subject.plainHttp ? '    plainHttp: true' : undefined,
    'releases:',
    `  - name: ${yamlString(releaseName(subject.repository))}`,
    `    chart: ${yamlString(`${alias}/${baseName(subject.repository)}`)}`,
    `    version: ${yamlString(subject.version)} # ${subject.digest}`,
    subject.plainHttp ? '    plainHttp: true' : undefined,
  )
}

/** What each tool takes: docs/protocol.md, "What a copied reference says". */
const forms: Record<SnippetId, Form> = {
  digest: { language: 'text', note: () => 'digest', write: digestReference },
  tag: { language: 'text', note: () => 'tag', write: tagReference },
  'helm-install': helmForm('install', true),
  'helm-upgrade': helmForm('upgrade', true),
  'helm-pull': helmForm('pull', false),
  'helm-template': helmForm('template', true),
  dependency: { language: 'yaml', note: () => 'dependency', write: writeDependency },
  flux: {
    language: 'yaml',
    note: ({ signedIn }) => (signedIn ? 'fluxSignIn' : 'flux'),
    write: writeFlux,
  },
  'argo-cd': {
    language: 'yaml',
    note: ({ signedIn }) => (signedIn ? 'argoCdSignIn' : 'argoCd'),
    write: writeArgoCd,
  },
  terraform: { language: 'hcl', note: () => 'terraform', write: writeTerraform },
  helmfile: { language: 'yaml', note: () => 'helmfile', write: writeHelmfile },
}
