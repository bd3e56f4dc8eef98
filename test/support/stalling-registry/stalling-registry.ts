import { createHash } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseDigest } from '../../../shared/model/digest.ts'
import { mediaType } from '../../../shared/model/media-types.ts'

const describe = (bytes: Buffer) => {
  const digest = parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`)
  if (!digest) throw new Error('sha256 gave no digest')
  return { digest, size: bytes.length }
}

/**
 * A registry with one chart, `team/demo:1.2.3`, whose archive comes half and then not at all until `release`.
 */
export const startStallingRegistry = async (archive: Buffer) => {
  const config = Buffer.from('{"name":"demo","version":"1.2.3","apiVersion":"v2"}')
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      config: { mediaType: mediaType.helmConfig, ...describe(config) },
      layers: [{ mediaType: mediaType.helmChart, ...describe(archive) }],
    }),
  )
  const { digest } = describe(manifest)
  const released = Promise.withResolvers<void>()
  const send = (response: ServerResponse, type: string, bytes: Buffer) => {
    response.writeHead(200, {
      'Content-Type': type,
      'Content-Length': bytes.length,
      'Docker-Content-Digest': describe(bytes).digest,
    })
    response.end(bytes)
  }
  const sendSlowly = async (response: ServerResponse) => {
    const half = archive.length >> 1
    response.writeHead(200, { 'Content-Length': archive.length })
    response.write(archive.subarray(0, half))
    await released.promise
    response.end(archive.subarray(half))
  }
  const answers: Record<string, (response: ServerResponse) => void> = {
    '/v2/': response => send(response, 'application/json', Buffer.from('{}')),
    '/v2/team/demo/manifests/1.2.3': response => send(response, mediaType.ociManifest, manifest),
    [`/v2/team/demo/manifests/${digest}`]: response =>
      send(response, mediaType.ociManifest, manifest),
    [`/v2/team/demo/blobs/${describe(config).digest}`]: response =>
      send(response, 'application/octet-stream', config),
    [`/v2/team/demo/blobs/${describe(archive).digest}`]: response => void sendSlowly(response),
  }
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? '']
    if (answer) answer(response)
    else response.writeHead(404, { 'Content-Length': 0 }).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    repository: 'team/demo',
    digest,
    release: released.resolve,
    stop: async () => {
      released.resolve()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
