import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiveBlob } from '../../../electron/core/oci/blobs/receive-blob.ts'
import { createSecret } from '../../../electron/core/http/base/secret.ts'
import { createRegistryClient } from '../../../electron/core/oci/registry-client.ts'
import type { RegistryClient } from '../../../electron/core/oci/types.ts'
import type { Credential } from '../../../electron/core/oci/base/credential.ts'
import type { Digest } from '../../../shared/model/digest.ts'
import { mediaType } from '../../../shared/model/media-types.ts'
import {
  type DockerRegistry,
  hasDockerRegistry,
  startDockerRegistry,
} from '../../support/docker-registry/docker-registry.ts'
import { realClock } from '../../support/fault-registry/test-clock.ts'

const { signal } = new AbortController()
const describeBytes = (bytes: Uint8Array, type = 'application/octet-stream') => ({
  mediaType: type,
  digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest,
  sizeBytes: bytes.byteLength,
})

const clientFor = (host: string, credential?: Credential): RegistryClient =>
  createRegistryClient({
    endpoint: { host, plainHttp: true },
    credentials: async () => credential,
    userAgent: 'Chartroom/test',
    clock: realClock,
    trustRealm: () => true,
  })

const collect = async (pages: AsyncGenerator<{ names: readonly string[] }, unknown>) => {
  const names: string[] = []
  for await (const page of pages) names.push(...page.names)
  return names
}

const pushChart = async (client: RegistryClient, name: string, tag: string, layer: Uint8Array) => {
  const repository = client.repository(name)
  const config = new TextEncoder().encode('{"name":"demo"}')
  const layers = [describeBytes(layer, mediaType.helmChart)]
  const configDescriptor = describeBytes(config, mediaType.helmConfig)
  const wire = ({ mediaType: type, digest, sizeBytes }: (typeof layers)[number]) => ({
    mediaType: type,
    digest,
    size: sizeBytes,
  })
  for (const bytes of [config, layer]) {
    await repository.pushBlob(
      describeBytes(bytes),
      async function* () {
        yield bytes
      },
      { signal },
    )
  }
  const manifest = new TextEncoder().encode(
    JSON.stringify({ schemaVersion: 2, config: wire(configDescriptor), layers: layers.map(wire) }),
  )
  const { digest } = describeBytes(manifest)
  await repository.pushManifest(
    tag,
    { bytes: manifest, mediaType: mediaType.ociManifest, digest },
    { signal },
  )
  return { digest, manifest, layer: describeBytes(layer) }
}

describe.each(['none', 'htpasswd', 'token'] as const)('docker-registry with %s', auth => {
  const isPresent = hasDockerRegistry(auth)
  let registry: DockerRegistry
  let client: RegistryClient
  beforeAll(async () => {
    if (!isPresent) return
    registry = await startDockerRegistry({ auth })
    const { username, password } = registry
    const credential = { username, secret: createSecret(password) }
    client = clientFor(registry.host, auth === 'none' ? undefined : credential)
  })
  afterAll(async () => {
    await client?.close()
    await registry?.stop()
  })

  it.skipIf(!isPresent)('says how it wants to be signed in to', async () => {
    const expected = { none: 'none', htpasswd: 'basic', token: 'bearer' }[auth]
    expect(await client.ping({ signal })).toMatchObject({ authentication: expected })
    const anonymous = clientFor(registry.host)
    expect(await anonymous.ping({ signal })).toMatchObject({ authentication: expected })
    await anonymous.close()
  })

  it.skipIf(!isPresent)('takes a chart and gives it back', async () => {
    const layer = randomBytes(3_000_000)
    const pushed = await pushChart(client, 'team/demo', '1.0.0_b1', layer)
    expect(await collect(client.catalog({ signal }))).toContain('team/demo')
    const repository = client.repository('team/demo')
    expect(await collect(repository.tags({ signal }))).toEqual(['1.0.0_b1'])
    expect(await repository.resolve('1.0.0_b1', { signal })).toEqual({
      digest: pushed.digest,
      mediaType: mediaType.ociManifest,
      sizeBytes: pushed.manifest.byteLength,
    })
    const read = await repository.manifest(pushed.digest, { signal })
    expect(Buffer.from(read.bytes).equals(pushed.manifest)).toBe(true)
    const received: Buffer[] = []
    await receiveBlob(
      repository,
      pushed.layer,
      chunks => void received.push(...chunks.map(c => Buffer.from(c))),
      { signal },
    )
    expect(Buffer.concat(received).equals(layer)).toBe(true)
    expect(await repository.hasBlob(pushed.layer.digest, { signal })).toBe(true)
    expect(await repository.hasBlob(describeBytes(randomBytes(9)).digest, { signal })).toBe(false)
  })

  it.skipIf(!isPresent)('deletes by digest', async () => {
    const { digest } = await pushChart(client, 'team/gone', '1.0.0', randomBytes(100))
    const repository = client.repository('team/gone')
    await repository.deleteManifest(digest, { signal })
    await expect(repository.resolve('1.0.0', { signal })).rejects.toMatchObject({
      code: 'not-found',
      reason: 'manifest',
    })
  })

  it.skipIf(!isPresent)('names a repository it does not have', async () => {
    await expect(collect(client.repository('no/such').tags({ signal }))).rejects.toMatchObject({
      code: 'not-found',
      reason: 'repository',
    })
  })

  if (auth !== 'none')
    it.skipIf(!isPresent)('refuses a wrong password with one try', async () => {
      const credential = { username: registry.username, secret: createSecret('wrong-one') }
      const other = clientFor(registry.host, credential)
      const attempts = [1, 2, 3].map(() => collect(other.catalog({ signal })))
      for (const result of await Promise.allSettled(attempts)) {
        expect(result).toMatchObject({
          reason: { code: 'unauthorized', reason: 'sign-in-refused' },
        })
      }
      await other.close()
    })

  if (auth === 'htpasswd')
    it.skipIf(!isPresent)('asks nobody in particular to sign in', async () => {
      const anonymous = clientFor(registry.host)
      await expect(collect(anonymous.catalog({ signal }))).rejects.toMatchObject({
        code: 'unauthorized',
        reason: 'sign-in-needed',
      })
      await anonymous.close()
    })

  it.skipIf(!isPresent)('tells rights as far as a token shows them', async () => {
    const anonymous = clientFor(registry.host)
    const asked = await Promise.all(
      [client, anonymous].map(one => one.repository('team/demo').rights({ signal })),
    )
    const granted = { pull: 'granted', push: 'granted' }
    const readOnly = { pull: 'granted', push: 'refused' }
    expect(asked).toEqual(auth === 'token' ? [granted, readOnly] : [undefined, undefined])
    await anonymous.close()
  })

  if (auth === 'token')
    it.skipIf(!isPresent)('lets nobody in particular read', async () => {
      await pushChart(client, 'team/open', '2.0.0', randomBytes(100))
      const anonymous = clientFor(registry.host)
      expect(await collect(anonymous.repository('team/open').tags({ signal }))).toEqual(['2.0.0'])
      await anonymous.close()
    })
})

describe.skipIf(!hasDockerRegistry())('docker-registry with 130 repositories', () => {
  let registry: DockerRegistry
  beforeAll(async () => {
    registry = await startDockerRegistry({ auth: 'none' })
  })
  afterAll(() => registry.stop())

  it('lists all of them, in two answers at most', async () => {
    const client = clientFor(registry.host)
    const layer = randomBytes(10)
    await Promise.all(
      Array.from({ length: 130 }, (_, index) =>
        pushChart(client, `many/r${index}`, '1.0.0', layer),
      ),
    )
    const pages: (readonly string[])[] = []
    for await (const page of client.catalog({ signal })) pages.push(page.names)
    // One where it answers quickly; the first hundred come before where it does not.
    expect(pages.length).toBeLessThanOrEqual(2)
    expect(new Set(pages.flat()).size).toBe(130)
    await client.close()
  })
})
