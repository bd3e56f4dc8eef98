import type { Vendor } from '../../../shared/model/vendor.ts'
import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'
import type { AddressGuard } from '../http/base/address-guard.ts'
import { createConnections, type ConnectionOptions } from '../http/connect/connections.ts'
import type { Send } from '../http/base/http-types.ts'
import type { QuietHosts } from '../http/quiet-hosts.ts'
import { withRecording } from '../http/recording.ts'
import { createRedactor, type Redactor } from '../http/base/redaction.ts'
import { openParameters } from '../oci/base/open-parameters.ts'
import { withRedirects } from '../http/redirects.ts'
import { createSendOnce } from '../http/send-once.ts'
import { createStallWatch } from '../http/stall-guard.ts'
import { createErrorTranslation, type TranslateError } from '../oci/dictionary/oci-errors.ts'
import { registryOrigin } from '../oci/base/endpoint.ts'
import { createVendorGuess } from '../oci/base/vendor-guess.ts'
import type { RegistryEndpoint } from '../oci/base/endpoint.ts'
import type { Clock } from '../ports.ts'
import { withQuiet } from './with-quiet.ts'

/** What the steps after the road speak over: each request goes out once, and is recorded. */
export type Wire = {
  readonly endpoint: RegistryEndpoint
  readonly registry: URL
  readonly userAgent: string
  /** A redirect is taken as the answer, so that the sign-in goes where it was meant to go and nowhere else. */
  readonly send: Send
  /** Follows redirects by the rules of every request. */
  readonly sendOn: Send
  readonly addresses: AddressGuard
  readonly redactor: Redactor
  readonly translate: TranslateError
  close(): Promise<void>
}

export type WireOptions = {
  readonly endpoint: RegistryEndpoint
  readonly connection: ConnectionOptions
  readonly vendor: (() => Vendor | undefined) | undefined
  readonly userAgent: string
  readonly clock: Clock
  readonly quietHosts: QuietHosts
  readonly onExchange: (exchange: RecordedExchange) => void
}

export const createWire = (options: WireOptions): Wire => {
  const { endpoint, userAgent, clock } = options
  const closing = new AbortController()
  const registry = registryOrigin(endpoint)
  const vendor = createVendorGuess(registry, endpoint.host, options.vendor)
  const redactor = createRedactor(openParameters)
  const connections = createConnections(registry, options.connection)
  const { addresses } = connections
  const bare = createSendOnce(connections, createStallWatch(clock, closing.signal))
  const once = vendor.watching(withRecording(bare, options.onExchange, clock, redactor))
  const quiet = options.quietHosts.join(registry)
  const send = withQuiet(once, quiet, clock)
  return {
    endpoint,
    registry,
    userAgent,
    send,
    sendOn: withRedirects(send, addresses),
    addresses,
    redactor,
    translate: createErrorTranslation({ redactor, clock, vendor: vendor.current }),
    close: async () => {
      closing.abort()
      quiet.leave()
      await connections.close()
    },
  }
}
