import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { receiveBlob } from '../../../electron/core/oci/blobs/receive-blob.ts'
import { parseDigest } from '../../../shared/model/digest.ts'
import { buildSnippet } from '../../../shared/model/snippets.ts'
import { findTool } from '../../../scripts/lib/tools.ts'
import { startApp } from '../../support/app-rig.ts'
import {
  hasDockerRegistry,
  startDockerRegistry,
} from '../../support/docker-registry/docker-registry.ts'
import { hasNginx, startNginx } from '../../support/nginx.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { type Authority, createAuthority, hasOpenssl } from '../../support/tls/authority.ts'
import { describeBytes, memorySink } from '../oci/oci-harness.ts'
import { client, never as signal, pem, proxy, throughProxy } from './tls-harness.ts'

const blob = Buffer.from('a small blob')

/** Pushes a blob and pulls it back. */
const roundTrip = async (registry: ReturnType<typeof client>) => {
  const repository = registry.repository('team/app')
  const source = async function* () {
    yield blob
  }
  await repository.pushBlob(describeBytes(blob), source, { signal })
  const sink = memorySink()
  await receiveBlob(repository, describeBytes(blob), sink.receive, { signal })
  expect(sink.bytes()).toEqual(blob)
}

describe.skipIf(!hasOpenssl() || !hasDockerRegistry())('docker-registry behind TLS', () => {
  let lab: Authority
  let issuing: Authority
  beforeAll(() => {
    lab = createAuthority('Lab Root')
    issuing = lab.below('Lab Issuing')
  })
  const files = (name = '127.0.0.1') => {
    const { cert, key } = issuing.issue({ names: [name] }).files
    return { certificate: cert, key }
  }
  const start = async (tls?: ReturnType<typeof files>) => {
    const registry = await startDockerRegistry({ auth: 'none', ...(tls && { tls }) })
    onTestFinished(() => registry.stop())
    return registry
  }

  it('takes and gives blobs to who trusts its authority', async () => {
    const registry = await start(files())
    await expect(client(registry.host).ping()).rejects.toMatchObject({ reason: 'not-trusted' })
    await roundTrip(client(registry.host, { ca: lab }))
  })

  it('does so through a proxy that asks for a sign-in, and through one that looks into TLS', async () => {
    const registry = await start(files())
    const signIn = { username: 'pat', password: 'let me through' }
    const tunnel = await proxy({ signIn })
    await roundTrip(client(registry.host, { ca: lab, route: throughProxy(tunnel.url, signIn) }))
    const company = createAuthority('Company proxy')
    const looking = await proxy({ intercept: company })
    await roundTrip(client(registry.host, { ca: company, route: throughProxy(looking.url) }))
    expect(looking.bytes()).toContain('a small blob')
    expect(tunnel.bytes()).not.toContain('a small blob')
  })

  it.skipIf(!hasNginx())('does so behind nginx that asks for a client certificate', async () => {
    const { host: upstream } = await start()
    const tls = { ...files(), clients: lab.file }
    const nginx = await startNginx({ upstream, bodyLimit: '1m', tls })
    onTestFinished(() => nginx.stop())
    await expect(client(nginx.host, { ca: lab }).ping()).rejects.toMatchObject({
      code: 'untrusted-certificate',
      reason: 'client-certificate',
    })
    const eve = createAuthority('Other').issue({ names: ['eve'] }).files
    const stranger = { ca: lab, clientCertificate: pem(eve.cert, eve.key) }
    await expect(client(nginx.host, stranger).ping()).rejects.toMatchObject({
      reason: 'client-certificate-refused',
    })
    const ann = issuing.issue({ names: ['ann'] }).files
    await roundTrip(client(nginx.host, { ca: lab, clientCertificate: pem(ann.cert, ann.key) }))
  })

  const helm = findTool('helm3')
  it.skipIf(helm === undefined)('is trusted by helm with the line that is copied', async () => {
    const registry = await start(files())
    const homeDir = temporaryFolder()
    const folder = path.join(homeDir, '.config/containers/certs.d', registry.host)
    mkdirSync(folder, { recursive: true })
    execFileSync('cp', [lab.file, path.join(folder, 'ca.crt')])
    const rig = await startApp({ homeDir })
    const address = `https://${registry.host}`
    const { certificate } = await rig.call('connectionSettings.certificate', { address })
    const offerId = certificate.offers[0]?.id ?? ''
    const added = await rig.call('registries.add', {
      address,
      signIn: { kind: 'anonymous' },
      connection: { ca: { kind: 'offered', offerId } },
      decisions: {},
    })
    if (added.result !== 'ok') throw new Error(`owes ${added.decision}`)
    const { ca } = added.registry.connection
    const digest = parseDigest(`sha256:${'ab'.repeat(32)}`)
    if (ca.kind !== 'file' || !ca.helmCanUse || !digest) throw new Error('no file for helm')
    const { host, plainHttp } = added.registry
    const place = { host, repository: 'team/web', digest, version: '1.0.0', plainHttp }
    const subject = { ...place, signedIn: false, caFile: ca.file }
    const line = buildSnippet('helm-pull', subject, 'bash')?.text ?? ''
    const env = { PATH: `${path.dirname(helm ?? '')}:/usr/bin:/bin`, HOME: homeDir }
    const said = (text: string) => {
      try {
        return execFileSync('bash', ['-c', `${text} 2>&1`], { env, encoding: 'utf8' })
      } catch (error) {
        return error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
      }
    }
    // The registry has no such chart, and helm got far enough to hear so.
    expect(said(line)).toMatch(/not found/i)
    expect(said(line.replace(/ --ca-file.*/, ''))).toMatch(/certificate/i)
  })
})
