import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import { createMemoryRegistry } from '../../support/fault-registry/memory-registry.ts'
import type { Authority } from '../../support/tls/authority.ts'

/** A registry that answers only who shows a client certificate of this authority; `shown` keeps their names. */
export const askingRegistry = async (issuing: Authority, clients: Authority) => {
  const memory = createMemoryRegistry()
  const shown: string[] = []
  const nameOf = ({ socket }: IncomingMessage) =>
    socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject.CN) : ''
  const issued = issuing.issue({ names: ['127.0.0.1'] })
  const server = createServer(
    { ...issued, ca: clients.pem, requestCert: true },
    async (incoming, response) => {
      shown.push(nameOf(incoming))
      const { method = '', url: path = '', headers } = incoming
      memory.handle({ method, path, headers, body: Buffer.alloc(0) }, response)
    },
  )
  server.on('tlsClientError', () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, shown }
}
