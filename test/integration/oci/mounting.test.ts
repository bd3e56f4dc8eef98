import { randomBytes } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSecret } from '../../../electron/core/http/base/secret.ts'
import {
  hasDockerRegistry,
  startDockerRegistry,
} from '../../support/docker-registry/docker-registry.ts'
import { reply } from '../../support/fault-registry/fault-registry.ts'
import { startRegistry } from '../../support/local-registry/registry-rig.ts'
import {
  clientFor,
  describeBytes,
  failureOf,
  faultRegistry,
  never as signal,
} from './oci-harness.ts'

// What another repository of the same registry holds is taken over there, and only there.

const blob = randomBytes(200_000)
const descriptor = describeBytes(blob)
const source = async function* () {
  yield blob
}
const post = /^POST .*uploads/
const mount = `POST /v2/team/two/blobs/uploads/?mount=${encodeURIComponent(descriptor.digest)}&from=team%2Fone`

/** A client that writes down what it sends: `METHOD path?query status`. */
const recording = ({ host }: { host: string }, more: Parameters<typeof clientFor>[1] = {}) => {
  const sent: string[] = []
  const client = clientFor(
    { host },
    {
      ...more,
      trustRealm: () => true,
      onExchange: ({ method, url, response }) => {
        const { pathname, search } = new URL(url)
        if (pathname.startsWith('/v2/team')) {
          sent.push(`${method} ${pathname}${search} ${response?.status}`)
        }
      },
    },
  )
  return { client, sent }
}

const registries = {
  'the local registry': {
    isPresent: true,
    start: async () => {
      const registry = await startRegistry()
      onTestFinished(() => registry[Symbol.asyncDispose]())
      return { host: `127.0.0.1:${registry.port}`, signIn: undefined }
    },
  },
  ...Object.fromEntries(
    ([2, 3] as const).flatMap(release =>
      (['none', 'token'] as const).map(auth => [
        `docker-registry ${release} with ${auth}`,
        {
          isPresent: hasDockerRegistry(auth, release),
          start: async () => {
            const registry = await startDockerRegistry({ auth, release })
            onTestFinished(() => registry.stop())
            const { host, username, password } = registry
            return { host, signIn: auth === 'none' ? undefined : { username, password } }
          },
        },
      ]),
    ),
  ),
}

describe.each(Object.entries(registries))('%s', (_name, { isPresent, start }) => {
  it.skipIf(!isPresent)(
    'mounts what was pushed to another repository, and sends no byte',
    async () => {
      const { host, signIn } = await start()
      const { client, sent } = recording({ host }, { signIn })
      await client.repository('team/one').pushBlob(descriptor, source, { signal })
      sent.length = 0
      const told: number[] = []
      const two = client.repository('team/two')
      await two.pushBlob(descriptor, source, { signal, onBytes: bytes => told.push(bytes) })
      expect(sent.filter(line => !line.endsWith(' 401'))).toEqual([`${mount} 201`])
      expect(told).toEqual([blob.byteLength])
      expect(await two.hasBlob(descriptor.digest, { signal })).toBe(true)
      expect(await two.mountBlob(descriptor.digest, 'team/one', { signal })).toBe(true)
      const { digest } = describeBytes(randomBytes(8))
      expect(await two.mountBlob(digest, 'team/one', { signal })).toBe(false)
    },
  )
})

const setUp = async () => {
  const registry = await faultRegistry()
  const client = clientFor(registry)
  await client.repository('team/one').pushBlob(descriptor, source, { signal })
  const pushed = registry.requests.length
  const push = () => client.repository('team/two').pushBlob(descriptor, source, { signal })
  return { registry, client, push, since: () => registry.log().slice(pushed) }
}

it('a registry that would rather have it sent gets it in the session it opened', async () => {
  const { push, since } = await setUp()
  await push()
  expect(since()).toEqual([mount, expect.stringMatching(/^PUT /)])
})

it.each([400, 403, 404, 405, 500])(
  'a registry that answers %i to a mount gets an upload',
  async status => {
    const { registry, push, since } = await setUp()
    registry.on(/\?mount=/, reply(status))
    await push()
    const uploads = since().filter(line => !line.includes('?mount='))
    expect(uploads.map(line => line.split(' ')[0])).toEqual(['POST', 'PUT'])
  },
)

it('a registry that says 201 to everything is not believed', async () => {
  const { registry, push, since } = await setUp()
  registry.on(/\?mount=/, reply(201))
  registry.on(/^HEAD/, reply(404))
  await push()
  expect(since().filter(line => line.startsWith('PUT'))).toHaveLength(1)
})

it('a blob that was only seen there, by a look or a read, is mounted from there too', async () => {
  for (const see of ['hasBlob', 'openBlob'] as const) {
    const registry = await faultRegistry()
    registry.addBlob(blob)
    const client = clientFor(registry)
    const one = client.repository('team/one')
    if (see === 'hasBlob') await one.hasBlob(descriptor.digest, { signal })
    else for await (const _ of one.openBlob(descriptor, { signal }));
    await client.repository('team/two').pushBlob(descriptor, source, { signal })
    expect(registry.log(post)).toEqual([mount])
  }
})

it('nothing is mounted from where somebody else signs in, or into the same repository', async () => {
  const registry = await faultRegistry()
  registry.addBlob(blob)
  const client = clientFor(registry, {
    credentials: async (_signal, repository) => ({
      username: repository ?? '',
      secret: createSecret('pw'),
    }),
  })
  await client.repository('team/one').hasBlob(descriptor.digest, { signal })
  for (const name of ['team/one', 'team/two']) {
    await client.repository(name).pushBlob(descriptor, source, { signal })
  }
  expect(registry.log(post).filter(line => line.includes('mount'))).toEqual([])
})

it('a name that is none is asked for nowhere', async () => {
  const { client, since } = await setUp()
  const mounted = client.repository('team/two').mountBlob(descriptor.digest, '../x', { signal })
  expect(await failureOf(mounted)).toMatchObject({ code: 'not-found' })
  expect(since()).toEqual([])
})

it('a session that is opened instead is closed where only a mount was asked for', async () => {
  const { client, since } = await setUp()
  const two = client.repository('team/two')
  expect(await two.mountBlob(descriptor.digest, 'team/one', { signal })).toBe(false)
  expect(since()).toEqual([mount, expect.stringMatching(/^DELETE .*uploads/)])
})
