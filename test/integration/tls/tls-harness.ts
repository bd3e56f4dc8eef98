import { rootCertificates } from 'node:tls'
import { readFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import { createSecret } from '../../../electron/core/http/base/secret.ts'
import { createRegistryClient } from '../../../electron/core/oci/registry-client.ts'
import type { Route } from '../../../electron/core/http/proxy/route.ts'
import type { ClientCertificate, KeptFile, Trust } from '../../../electron/core/http/tls/trust.ts'
import type { ConnectionSeen } from '../../../shared/ipc/schemas/connection-settings.ts'
import { startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'
import { realClock } from '../../support/fault-registry/test-clock.ts'
import { startProxy, type ProxyOptions } from '../../support/proxies/proxy.ts'
import type { Authority, Issued } from '../../support/tls/authority.ts'

/** Electron's TLS is BoringSSL's. */
export const isBoring = process.versions['electron'] !== undefined

/** So that a server shows a weak certificate; BoringSSL does without being told. */
export const anyStrength = isBoring ? {} : { ciphers: 'DEFAULT@SECLEVEL=0' }

export const never = new AbortController().signal

export const tlsRegistry = async (
  issued: (Pick<Issued, 'key' | 'cert'> & { ciphers?: string }) | undefined,
) => {
  const registry = await startFaultRegistry(issued)
  onTestFinished(() => registry.stop())
  return registry
}

export const proxy = async (options: ProxyOptions = {}) => {
  const started = await startProxy(options)
  onTestFinished(() => started.stop())
  return started
}

export const keptFile = (file: string): KeptFile => ({ shown: file, bytes: readFileSync(file) })

export const keptText = (shown: string, text: string): KeptFile => ({
  shown,
  bytes: Buffer.from(text),
})

export const pem = (certificate: string, key: string, passphrase?: string): ClientCertificate => ({
  kind: 'pem',
  certificate: keptFile(certificate),
  key: keptFile(key),
  ...(passphrase !== undefined && { passphrase: createSecret(passphrase) }),
})

export const pkcs12 = (file: string, passphrase: string): ClientCertificate => ({
  kind: 'pkcs12',
  file: keptFile(file),
  passphrase: createSecret(passphrase),
})

type Given = Partial<Trust> & {
  readonly ca?: Authority
  readonly route?: Route
  readonly plainHttp?: boolean
  readonly signIn?: { username: string; password: string }
  readonly trustRealm?: boolean
}

/** A client that trusts the bundled roots and what it is given; `seen` collects its connections. */
export const client = (host: string, given: Given = {}) => {
  const { ca, route, plainHttp = false, signIn, trustRealm = false, ...rest } = given
  const seen: ConnectionSeen[] = []
  let trust: Trust = {
    roots: rootCertificates,
    ...(ca && { caFile: keptFile(ca.file) }),
    ...rest,
  }
  const registry = createRegistryClient({
    endpoint: { host, plainHttp },
    credentials: async () =>
      signIn && { username: signIn.username, secret: createSecret(signIn.password) },
    userAgent: 'Chartroom/test',
    clock: realClock,
    trustRealm: () => trustRealm,
    trust: async () => trust,
    ...(route && { route: async () => route }),
    onConnection: now => void seen.push(now),
  })
  onTestFinished(() => registry.close())
  return {
    ...registry,
    seen,
    /** As if a file had been changed. */
    trustNow: (change: Partial<Trust>) => {
      trust = { ...trust, ...change }
    },
    ping: () => registry.ping({ signal: never }),
  }
}

export const throughProxy = (
  url: string,
  signIn?: { username: string; password: string },
): Route => ({
  proxy: {
    url: new URL(url),
    ...(signIn && {
      credential: { username: signIn.username, secret: createSecret(signIn.password) },
    }),
  },
  setBy: 'this registry',
})
