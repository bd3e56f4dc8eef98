import { reasonsByCode, type ErrorCode, type Reason } from '../shared/error-reasons.ts'
import { AppError } from '../shared/errors.ts'
import type { Certificate, CertificateView } from '../shared/ipc/schemas/connection-settings.ts'
import type { RecordedExchange } from '../shared/ipc/schemas/exchange.ts'
import type { Probe, Registry } from '../shared/ipc/schemas/registries.ts'
import type { FoundSignIn } from '../shared/ipc/schemas/sign-ins.ts'
import type { Transfer } from '../shared/ipc/schemas/transfers.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Times are told as distances from now. */
const nowMs = Date.now()

const digest = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const fingerprint = (pair: string) => Array.from({ length: 32 }, () => pair).join(':')

const registry: Registry = {
  id: 'acme',
  name: 'Acme',
  host: 'registry.acme.example',
  path: '',
  kind: 'remote',
  plainHttp: false,
  signIn: { kind: 'anonymous' },
  connection: {
    ca: { kind: 'system' },
    clientCertificate: { kind: 'none' },
    proxy: { kind: 'system' },
  },
  state: { status: 'connected', checkedAtMs: nowMs, tookMs: 84 },
}

const leaf: Certificate = {
  subject: 'registry.acme.example',
  issuer: 'Acme Internal CA 2',
  names: ['registry.acme.example', 'registry'],
  validFromMs: nowMs - 40 * dayMs,
  validToMs: nowMs + 320 * dayMs,
  sha256: fingerprint('7A'),
}
const root: Certificate = {
  ...leaf,
  subject: 'Acme Internal CA 2',
  issuer: 'Acme Internal CA 2',
  names: [],
  sha256: fingerprint('B3'),
}

const certificate: CertificateView = {
  host: 'registry.acme.example',
  address: '10.60.1.8 port 443',
  port: 443,
  trusted: false,
  problems: ['unknown-issuer'],
  chain: [leaf, root],
  offers: [
    {
      id: 'docker-ca',
      file: '~/.docker/certs.d/registry.acme.example/ca.crt',
      foundFor: 'docker',
      vouches: 'Acme Internal CA 2',
    },
  ],
}

const foundSignIns: FoundSignIn[] = [
  {
    id: 'docker',
    host: 'registry.acme.example',
    path: '',
    username: 'ann',
    source: 'docker',
    file: '~/.docker/config.json',
    secretIn: { kind: 'file' },
    tokenKind: 'password',
    alreadyAdded: false,
  },
  {
    id: 'podman',
    host: 'registry.acme.example',
    path: 'platform',
    source: 'podman',
    file: '~/.config/containers/auth.json',
    secretIn: { kind: 'missing-helper', name: 'pass' },
    tokenKind: 'password',
    alreadyAdded: false,
  },
]

const probe: Probe = {
  host: 'registry.acme.example',
  path: '',
  plainHttp: false,
  authentication: 'bearer',
  signedInAs: 'ann',
  catalog: 'available',
  repositoryCount: 214,
  namespaceCount: 12,
  rights: { repository: 'platform/web', pull: 'granted', push: 'refused' },
  tookMs: 182,
}

const exchange = (id: string, status: number | undefined): RecordedExchange => ({
  id,
  method: 'GET',
  url: `https://registry.acme.example/v2/platform/web/tags/list?n=100&page=${id}`,
  as: 'ann',
  startedAtMs: nowMs - hourMs,
  tookMs: 84,
  request: {
    headers: [
      { name: 'accept', value: 'application/json' },
      { name: 'authorization', value: '●●●', hidden: true },
    ],
  },
  ...(status === undefined
    ? { failure: 'unreachable.refused' }
    : {
        response: {
          status,
          headers: [{ name: 'content-type', value: 'application/json' }],
          body: status < 400 ? '{"name":"platform/web","tags":["1.0.0","1.1.0"]}' : '{"errors":[]}',
          bodyBytes: 48,
          bodyCut: false,
        },
      }),
})

const transfer: Transfer = {
  id: 'one',
  kind: 'pull',
  registryId: 'acme',
  host: 'registry.acme.example',
  repository: 'platform/web',
  tag: '1.1.0',
  digest: digest as NonNullable<Transfer['digest']>,
  title: 'web 1.1.0',
  state: 'running',
  steps: [
    { name: 'resolve', state: 'done' },
    { name: 'download', state: 'running' },
    { name: 'verify', state: 'waiting' },
    { name: 'save', state: 'waiting' },
  ],
  blobs: [],
  movedBytes: 4_200_000,
  totalBytes: 9_800_000,
  startedAtMs: nowMs - 2_000,
}

const exchangeOfError = {
  method: 'GET',
  url: 'https://registry.acme.example/v2/platform/web/tags/list',
  status: 401,
  challenge: 'Bearer realm="https://auth.acme.example/token",service="registry"',
  body: '{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}',
}

/** What the words of errors speak of. */
const params = {
  address: '10.60.1.8 port 443',
  anchor: 'base',
  answered: 'text/html',
  certificate: 'client.cert',
  code: 'EACCES',
  dataDir: '~/.local/share/chartroom',
  detail: 'read ECONNRESET',
  digest,
  encoding: 'UTF-16',
  expected: 'a mapping',
  field: 'dependencies',
  fields: 'name, version',
  file: '~/.docker/config.json',
  fileName: 'web-1.1.0.tgz',
  folder: '~/charts',
  foundFor: 'docker',
  host: 'registry.acme.example',
  index: 3,
  kind: 'symbolic link',
  levels: 100,
  limit: 100,
  limitBytes: 104_857_600,
  limitMiB: 100,
  line: 12,
  looksLike: 'a web page',
  mediaType: 'application/vnd.oci.image.index.v1+json',
  member: 'web/values.yaml',
  name: 'web',
  namespace: 'platform',
  neededBytes: 9_800_000,
  package: 'libsecret-1-0',
  path: 'values.yaml',
  pid: 4242,
  program: 'docker-credential-pass',
  project: 'platform',
  proxy: 'proxy.acme.example:3128',
  realm: 'https://auth.acme.example',
  reference: 'registry.acme.example/platform/web:1.1.0',
  repository: 'platform/web',
  said: 'chart.metadata.name is required',
  said4: 'chart.metadata.name is required',
  scheme: 'ftp',
  setBy: 'HTTPS_PROXY',
  sizeBytes: 209_715_200,
  stated: 'sha256',
  status: 502,
  tag: '1.1.0',
  target: 'platform/web:1.1.0',
  title: 'Sign-in refused',
  type: 'number',
  username: 'ann',
  value: '1.x',
  version: '1.1.0',
}

type Told = { readonly code: ErrorCode; readonly reason: string; readonly error: AppError }

/** Every reason of every code. */
const errors: readonly Told[] = Object.entries(reasonsByCode).flatMap(([code, reasons]) =>
  reasons.map(reason => ({
    code: code as ErrorCode,
    reason,
    error: new AppError(code as ErrorCode, reason as Reason<ErrorCode>, params, {
      details: code === 'unauthorized' ? { exchange: exchangeOfError } : { retryAfterMs: 90_000 },
    }),
  })),
)

const errorOf = (code: ErrorCode): AppError =>
  errors.find(told => told.code === code)?.error ?? new AppError('unexpected', 'internal')

export const samples = {
  nowMs,
  hourMs,
  dayMs,
  digest,
  registry,
  certificate,
  foundSignIns,
  probe,
  exchange,
  transfer,
  errors,
  errorOf,
}
