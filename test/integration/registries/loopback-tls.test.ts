import { afterEach, expect, it } from 'vitest'
import { createRegistryClient } from '../../../electron/core/oci/registry-client.ts'
import type { Connect } from '../../../electron/core/registries/connect.ts'
import { probeRegistry } from '../../../electron/core/registries/probe-registry.ts'
import { readTypedAddress } from '../../../electron/core/registries/typed-address.ts'
import { startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'
import { createTestAuthority, hasOpenssl } from '../../support/fault-registry/test-certificates.ts'
import { realClock } from '../../support/fault-registry/test-clock.ts'

const running: Array<() => Promise<void>> = []
afterEach(async () => {
  await Promise.all(running.splice(0).map(stop => stop()))
})

// Plain HTTP comes first on loopback, and a TLS port answers it with what looks like a cut connection.
it.skipIf(!hasOpenssl())('asks a loopback registry with TLS once by plain HTTP', async () => {
  const authority = createTestAuthority()
  const registry = await startFaultRegistry(authority.issue('127.0.0.1'))
  running.push(() => registry.stop())
  const asked: string[] = []
  const connect: Connect = ({ trustedRealm: _none, connection: _default, ...options }) =>
    createRegistryClient({
      ...options,
      trust: async () => ({ roots: [authority.certificate] }),
      trustRealm: () => false,
      userAgent: 'Chartroom/test',
      clock: realClock,
      onExchange: ({ url }) => asked.push(url),
    })
  const { endpoint } = await probeRegistry(
    connect,
    {
      address: readTypedAddress(registry.host),
      credential: undefined,
      mayList: false,
      agreed: {},
      connection: {},
      look: () => Promise.reject(new Error('nobody looks')),
    },
    new AbortController().signal,
  )
  expect(endpoint).toEqual({ host: registry.host, plainHttp: false })
  expect(asked).toEqual([`http://${registry.host}/v2/`, `https://${registry.host}/v2/`])
})
