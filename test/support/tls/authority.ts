import { X509Certificate } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

export { hasOpenssl } from '../fault-registry/test-certificates.ts'

export type Wanted = {
  /** DNS names and addresses; the first is the common name too. */
  readonly names: readonly string[]
  /** The common name, where it is not the first of them. */
  readonly subject?: string
  readonly fromDays?: number
  readonly toDays?: number
  readonly key?: 'ec' | 'rsa' | 'rsa-1024'
  readonly hash?: 'sha256' | 'sha1'
  /** Where the certificate says its issuer can be fetched. Nothing may ever ask there. */
  readonly issuerUrl?: string
}

export type Issued = {
  readonly key: string
  /** As a server shows it: its own certificate, then those between it and the root. */
  readonly cert: string
  /** Without those between. */
  readonly leaf: string
  /** SHA-256 in upper-case pairs. */
  readonly sha256: string
  readonly files: { readonly key: string; readonly cert: string }
}

export type Authority = {
  readonly name: string
  /** PEM of its certificate, and a file that holds it. */
  readonly pem: string
  readonly file: string
  issue(wanted: Wanted): Issued
  /** An authority that this one vouches for. */
  below(name: string): Authority
}

const keyOptions = {
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
  rsa: ['-newkey', 'rsa:2048'],
  'rsa-1024': ['-newkey', 'rsa:1024'],
} as const

const openssl = (...args: string[]) => {
  const run = spawnSync('openssl', args, { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`openssl ${args.join(' ')}\n${run.stderr}`)
  return run.stdout
}

let made = 0

/** A folder of this test process, deleted at its end. */
export const tlsFolder = (() => {
  let folder: string | undefined
  return () => {
    if (folder !== undefined) return folder
    const created = mkdtempSync(path.join(tmpdir(), 'tls-'))
    process.once('exit', () => rmSync(created, { recursive: true, force: true }))
    folder = created
    return created
  }
})()

const newFile = (kind: string) => path.join(tlsFolder(), `${++made}.${kind}`)

const writeNew = (kind: string, text: string) => {
  const file = newFile(kind)
  writeFileSync(file, text)
  return file
}

const dayMs = 24 * 60 * 60 * 1000
const asn1Time = (days: number) =>
  `${new Date(Date.now() + days * dayMs)
    .toISOString()
    .replace(/[-:T]/g, '')
    .replace(/\.\d+Z$/, '')}Z`

type Parent = { readonly key: string; readonly file: string; readonly chain: string }

/** A root of its own, which no system knows. */
export const createAuthority = (name: string): Authority => {
  const { key, file } = sign({ subject: name, extensions: authorityExtensions, wanted: {} })
  return authority(name, { key, file, chain: '' })
}

/** A certificate that nobody vouches for but itself. */
export const createSelfSigned = (wanted: Wanted): Issued => {
  const extensions = leafExtensions(wanted)
  const subject = wanted.subject ?? wanted.names[0] ?? ''
  return asIssued(sign({ subject, extensions, wanted }), '')
}

const authority = (name: string, parent: Parent): Authority => ({
  name,
  pem: readFileSync(parent.file, 'utf8'),
  file: parent.file,
  issue: wanted => {
    const extensions = leafExtensions(wanted)
    const subject = wanted.subject ?? wanted.names[0] ?? ''
    return asIssued(sign({ subject, extensions, wanted, parent }), parent.chain)
  },
  below: below => {
    const { key, file } = sign({
      subject: below,
      extensions: authorityExtensions,
      wanted: {},
      parent,
    })
    return authority(below, { key, file, chain: readFileSync(file, 'utf8') + parent.chain })
  },
})

const authorityExtensions = 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign'

const leafExtensions = ({ names, issuerUrl }: Wanted) =>
  [
    `subjectAltName=${names.map(name => `${isIP(name) === 0 ? 'DNS' : 'IP'}:${name}`).join(',')}`,
    'basicConstraints=CA:false',
    'extendedKeyUsage=serverAuth,clientAuth',
    ...(issuerUrl === undefined ? [] : [`authorityInfoAccess=caIssuers;URI:${issuerUrl}`]),
  ].join('\n')

type Signing = {
  readonly subject: string
  readonly extensions: string
  readonly wanted: Omit<Wanted, 'names'>
  readonly parent?: Parent
}

/** `openssl ca` is the one command of OpenSSL 3.0 that takes both dates. */
const sign = ({ subject, extensions, wanted, parent }: Signing) => {
  const { fromDays = -1, toDays = 30, key: kind = 'ec', hash = 'sha256' } = wanted
  const [key, request, cert] = [newFile('key'), newFile('csr'), newFile('crt')]
  const name = ['-utf8', '-subj', `/CN=${subject}`]
  openssl('req', ...keyOptions[kind], '-nodes', ...name, '-keyout', key, '-out', request)
  const config = writeNew(
    'cnf',
    caConfig.replace('DATABASE', writeNew('db', '')).replace('FOLDER', tlsFolder()),
  )
  const by = parent
    ? ['-cert', parent.file, '-keyfile', parent.key]
    : ['-selfsign', '-keyfile', key]
  const dates = ['-startdate', asn1Time(fromDays), '-enddate', asn1Time(toDays)]
  const out = ['-notext', '-batch', '-md', hash, '-in', request, '-out', cert]
  const ext = ['-extfile', writeNew('ext', extensions)]
  openssl('ca', '-config', config, ...by, ...dates, ...ext, ...out)
  return { key, file: cert }
}

const caConfig = [
  '[ca]',
  'default_ca = test',
  '[test]',
  'new_certs_dir = FOLDER',
  'database = DATABASE',
  'policy = any',
  'email_in_dn = no',
  'unique_subject = no',
  'rand_serial = yes',
  '[any]',
  'commonName = supplied',
].join('\n')

const asIssued = ({ key, file }: { key: string; file: string }, chain: string): Issued => {
  const leaf = readFileSync(file, 'utf8')
  const cert = leaf + chain
  return {
    key: readFileSync(key, 'utf8'),
    cert,
    leaf,
    sha256: new X509Certificate(leaf).fingerprint256,
    files: { key, cert: writeNew('chain.crt', cert) },
  }
}

/** The same key protected with a passphrase (PKCS#8). */
export const protectKey = ({ files }: Issued, passphrase: string): string => {
  const file = newFile('protected.key')
  openssl('pkcs8', '-topk8', '-in', files.key, '-out', file, '-passout', `pass:${passphrase}`)
  return file
}

/** A PKCS#12 file; `legacy` with the cipher that OpenSSL 3 no longer opens. */
export const toPkcs12 = (
  { files }: Issued,
  passphrase: string,
  { legacy = false, withKey = true } = {},
): string => {
  const file = newFile('p12')
  const key = withKey ? ['-inkey', files.key] : ['-nokeys']
  const options = [...key, ...(legacy ? ['-legacy'] : []), '-passout', `pass:${passphrase}`]
  openssl('pkcs12', '-export', '-in', files.cert, ...options, '-out', file)
  return file
}
