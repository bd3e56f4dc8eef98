import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TlsFiles } from './http-server.ts'

export const hasOpenssl = (): boolean =>
  spawnSync('openssl', ['version'], { stdio: 'ignore' }).error === undefined

export type TestAuthority = {
  /** PEM of the authority. */
  readonly certificate: string
  /** A certificate that nobody else signed. */
  readonly selfSigned: TlsFiles
  /** A certificate it signed for this name, or address, and how many days it lasts; negative for one that has ended. */
  issue(subject: string, days?: number): TlsFiles
}

/** A certificate authority that lives as long as the test process; made by openssl. */
export const createTestAuthority = (): TestAuthority => {
  const folder = mkdtempSync(join(tmpdir(), 'test-authority-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const path = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => {
    const run = spawnSync('openssl', args, { encoding: 'utf8' })
    if (run.status !== 0) throw new Error(run.stderr)
  }
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-days',
    '30',
    '-subj',
    '/CN=Test authority',
    '-keyout',
    path('ca.key'),
    '-out',
    path('ca.crt'),
  )
  let serial = 0
  const pem = (name: string) => readFileSync(path(name), 'utf8')
  return {
    certificate: pem('ca.crt'),
    selfSigned: { key: pem('ca.key'), cert: pem('ca.crt') },
    issue: (subject, days = 30) => {
      const [key, request, cert, extensions] = ['key', 'csr', 'crt', 'ext'].map(kind =>
        path(`${++serial}.${kind}`),
      ) as [string, string, string, string]
      const kind = /^[\d.]+$/.test(subject) ? 'IP' : 'DNS'
      writeFileSync(extensions, `subjectAltName=${kind}:${subject}\n`)
      openssl('req', ...newKey, '-subj', `/CN=${subject}`, '-keyout', key, '-out', request)
      openssl(
        'x509',
        '-req',
        '-in',
        request,
        '-CA',
        path('ca.crt'),
        '-CAkey',
        path('ca.key'),
        '-set_serial',
        String(serial),
        '-extfile',
        extensions,
        '-days',
        String(days),
        '-out',
        cert,
      )
      return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
    },
  }
}
