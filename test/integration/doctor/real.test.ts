import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { createSecret } from '../../../electron/core/http/base/secret.ts'
import { createRegistryClient } from '../../../electron/core/oci/registry-client.ts'
import { parseDigest } from '../../../shared/model/digest.ts'
import { mediaType } from '../../../shared/model/media-types.ts'
import {
  hasDockerRegistry,
  startDockerRegistry,
} from '../../support/docker-registry/docker-registry.ts'
import { realClock } from '../../support/fault-registry/test-clock.ts'
import { hasZot, startZot } from '../../support/zot/zot.ts'
import { examine, failureOf, linesOf, unknownSights } from './doctor-harness.ts'

const running: { stop(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map(server => server.stop()))
})

const repository = 'team/charts'

type Real = {
  readonly host: string
  readonly username: string
  readonly password: string
  readonly agreed?: { readonly realm?: string }
  stop(): Promise<void>
}

/** Started, with one tag pushed by its own user. */
const withTag = async (starting: Promise<Real>): Promise<Real> => {
  const real = await starting
  running.push(real)
  const { host, username, password } = real
  const client = createRegistryClient({
    endpoint: { host, plainHttp: true },
    credentials: async () => ({ username, secret: createSecret(password) }),
    userAgent: 'Chartroom/test',
    clock: realClock,
    trustRealm: () => true,
  })
  const signal = new AbortController().signal
  const config = describeBytes(Buffer.from('{"name":"demo"}'))
  const target = client.repository(repository)
  const descriptor = { ...config, mediaType: mediaType.helmConfig, sizeBytes: config.bytes.length }
  await target.pushBlob(
    descriptor,
    async function* () {
      yield config.bytes
    },
    { signal },
  )
  const manifest = describeBytes(
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        config: {
          mediaType: mediaType.helmConfig,
          digest: config.digest,
          size: config.bytes.length,
        },
        layers: [],
      }),
    ),
  )
  await target.pushManifest('1.0.0', { ...manifest, mediaType: mediaType.ociManifest }, { signal })
  await client.close()
  return real
}

/** Who agreed to what is asked there. */
const patientAt = ({ host, agreed }: Real) => ({
  host,
  ...(agreed?.realm !== undefined && { trustedRealm: agreed.realm }),
})

const describeBytes = (bytes: Buffer) => {
  const digest = parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`)
  if (!digest) throw new Error('sha256 gave no digest')
  return { bytes, digest }
}

const tail: Readonly<Record<string, readonly string[]>> = {
  none: [
    'v2: ok registry',
    'challenge: skipped no-challenge',
    'token: skipped token-not-needed',
    'scope: skipped no-scope',
    'repository: ok tags',
  ],
  htpasswd: [
    'v2: ok registry-asks',
    'challenge: ok basic',
    'token: ok basic-taken',
    'scope: skipped no-scope',
    'repository: ok tags',
  ],
  token: [
    'v2: ok registry-asks',
    'challenge: ok bearer',
    'token: ok token-saved',
    'scope: ok granted-pull-push',
    'repository: ok tags',
  ],
}

describe.each(['none', 'htpasswd', 'token'] as const)('the doctor at docker-registry, %s', auth => {
  it.skipIf(!hasDockerRegistry(auth))('finds all well', async () => {
    const real = await withTag(startDockerRegistry({ auth }))
    const { report } = await examine({ ...patientAt(real), signIn: real, repository })
    expect(linesOf(report).slice(4)).toEqual(tail[auth])
    expect(report.verdict).toBe('all-well')
    expect(unknownSights(report)).toEqual([])
  })
})

describe.skipIf(!hasDockerRegistry('token'))('the doctor at docker-registry with tokens', () => {
  it('tells a wrong password from a private repository', async () => {
    const real = await withTag(startDockerRegistry({ auth: 'token' }))
    const signIn = { username: real.username, password: 'wr0ng-password' }
    const { report } = await examine({ ...patientAt(real), signIn, repository })
    // Anybody may pull there.
    expect(report).toMatchObject({
      verdict: 'sign-in-is-the-problem',
      stoppedAt: 'token',
      anonymousTags: 1,
    })
    expect(failureOf(report)).toBe('unauthorized/sign-in-refused')
    expect(JSON.stringify(report)).not.toContain('wr0ng-password')
  })

  it('finds a repository missing', async () => {
    const real = await withTag(startDockerRegistry({ auth: 'token' }))
    const { report } = await examine({ ...patientAt(real), signIn: real, repository: 'team/none' })
    expect(failureOf(report)).toBe('not-found/repository')
    expect(report.verdict).toBe('no-right-or-missing')
  })
})

describe.skipIf(!hasDockerRegistry('htpasswd'))('the doctor at docker-registry, htpasswd', () => {
  it('finds that a wrong password is needed all the same', async () => {
    const real = await withTag(startDockerRegistry({ auth: 'htpasswd' }))
    const signIn = { username: real.username, password: 'wr0ng-password' }
    const { report } = await examine({ ...patientAt(real), signIn, repository })
    expect(report).toMatchObject({ verdict: 'needs-sign-in', stoppedAt: 'token' })
  })
})

describe.skipIf(!hasZot())('the doctor at zot, where everybody reads', () => {
  it('shows the sign-in although nobody asked for it', async () => {
    const real = await withTag(startZot())
    const { report } = await examine({ ...patientAt(real), signIn: real, repository })
    expect(linesOf(report).slice(4)).toEqual([
      'v2: ok registry-open-and-asks',
      'challenge: ok basic',
      'token: ok basic-taken',
      'scope: skipped no-scope',
      'repository: ok tags',
    ])
    expect(report.verdict).toBe('all-well')
  })

  it('finds that the saved sign-in is what is wrong', async () => {
    const real = await withTag(startZot())
    const signIn = { username: real.username, password: 'wr0ng-password' }
    const { report } = await examine({ ...patientAt(real), signIn, repository })
    expect(report).toMatchObject({ verdict: 'sign-in-is-the-problem', anonymousTags: 1 })
    expect(unknownSights(report)).toEqual([])
  })
})
