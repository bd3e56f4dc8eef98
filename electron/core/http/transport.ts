import type { AddressGuard } from './base/address-guard.ts'
import type { Clock } from '../ports.ts'
import { createConnections, type ConnectionOptions } from './connect/connections.ts'
import type { Send } from './base/http-types.ts'
import { createQuietHosts, type OnQuiet, type QuietHosts } from './quiet-hosts.ts'
import { withRecording, type OnExchange } from './recording.ts'
import type { Redactor } from './base/redaction.ts'
import { withRedirects } from './redirects.ts'
import { withRetry } from './retry.ts'
import { createSendOnce } from './send-once.ts'
import { createStallWatch } from './stall-guard.ts'

export type TransportOptions = ConnectionOptions & {
  readonly clock: Clock
  readonly redactor: Redactor
  /** How often a request goes out where it fails for a while; four times where it is not said. */
  readonly tries?: number
  /** Ends the watch for stalls. */
  readonly closed: AbortSignal
  /** Told of every exchange once it is over, secrets already replaced. */
  readonly onExchange?: OnExchange
  /** The waits that all clients keep; where it is not said, those of this one alone. */
  readonly quietHosts?: QuietHosts
  /** Told of each wait that a host asked for, as it begins, and of its end. */
  readonly onQuiet?: OnQuiet
}

export type Transport = {
  /** Follows redirects; what is secret stays with `origin`. */
  readonly send: Send
  /** A redirect is an answer. */
  readonly sendStraight: Send
  readonly addresses: AddressGuard
  close(): Promise<void>
}

/** Everything below signing in: connections, limits, recording, redirects and retries for one origin. */
export const createTransport = (origin: URL, options: TransportOptions): Transport => {
  const { clock, closed, redactor, onExchange } = options
  const connections = createConnections(origin, options)
  const { addresses } = connections
  const bare = createSendOnce(connections, createStallWatch(clock, closed))
  const sendOnce = onExchange ? withRecording(bare, onExchange, clock, redactor) : bare
  const quietHosts = options.quietHosts ?? createQuietHosts(clock)
  const quiet = quietHosts.join(origin, options.onQuiet)
  return {
    send: withRetry(withRedirects(sendOnce, addresses, quiet), clock, quiet, options),
    sendStraight: withRetry(sendOnce, clock, quiet, options),
    addresses,
    close: async () => {
      quiet.leave()
      await connections.close()
    },
  }
}
