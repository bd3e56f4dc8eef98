import { AppError } from '../../../shared/errors.ts'
import { isRepositoryName } from '../../../shared/model/reference.ts'
import type { Vendor } from '../../../shared/model/vendor.ts'
import type { Clock } from '../ports.ts'
import { createAuthorizer } from './auth/authorizer.ts'
import { memoizeCredentials } from './auth/credential-memo.ts'
import { identify } from './auth/identity.ts'
import { askRights } from './auth/rights.ts'
import type { TrustRealm } from './auth/realm.ts'
import { createRefusals } from './auth/refusals.ts'
import { createSigner, withBasic } from './auth/signer.ts'
import { createTokenSource } from './auth/token-source.ts'
import { withRenewal } from './auth/with-renewal.ts'
import { createBlobPlaces } from './blobs/blob-places.ts'
import type { ApiContext } from './exchange/api-context.ts'
import { createExchange } from './exchange/exchange.ts'
import type { ConnectionOptions } from '../http/connect/connections.ts'
import { registryLimits } from './base/limits.ts'
import type { OnQuiet, QuietHosts } from '../http/quiet-hosts.ts'
import type { OnExchange } from '../http/recording.ts'
import { createRedactor } from '../http/base/redaction.ts'
import { openParameters } from './base/open-parameters.ts'
import { createTransport } from '../http/transport.ts'
import { createWarningReader } from './exchange/warnings.ts'
import { listCatalog } from './listing/list-catalog.ts'
import { createErrorTranslation } from './dictionary/oci-errors.ts'
import { realmOrigin } from './auth/realm-origin.ts'
import { registryOrigin } from './base/endpoint.ts'
import { createRepositoryClient } from './repository-client.ts'
import { createVendorGuess } from './base/vendor-guess.ts'
import type { Ping, RegistryClient } from './types.ts'
import type { RegistryEndpoint } from './base/endpoint.ts'
import type { CredentialSource } from './base/credential.ts'

export type RegistryClientOptions = ConnectionOptions & {
  readonly endpoint: RegistryEndpoint
  /** The sign-in of this registry, or undefined to be anybody. */
  readonly credentials: CredentialSource
  /** `Chartroom/1.2.3`. */
  readonly userAgent: string
  readonly clock: Clock
  /** How often a request goes out where it fails for a while; four times where it is not said. */
  readonly tries?: number
  /** Whether the sign-in may go to a token service at another host. Known pairs are not asked for. */
  readonly trustRealm: TrustRealm
  /** Whose registry it is, where more is known than its host name. */
  readonly vendor?: () => Vendor | undefined
  /** What the registry wants people to know, and `loop`, `page-limit`, `link-elsewhere`, `page-refused` of a listing that was cut. */
  readonly onWarning?: (text: string) => void
  /** Told of every exchange once it is over, token requests, hops and retries too; secrets are replaced. */
  readonly onExchange?: OnExchange
  /** The waits that all clients keep; where it is not said, those of this one alone. */
  readonly quietHosts?: QuietHosts
  /** Told of each wait that a host asked for, as it begins, and of its end. */
  readonly onQuiet?: OnQuiet
}

/** Speaks the distribution specification with one registry, as one user. */
export const createRegistryClient = (options: RegistryClientOptions): RegistryClient => {
  const { endpoint, clock, userAgent } = options
  const registry = registryOrigin(endpoint)
  const onWarning = options.onWarning ?? (() => undefined)
  const closing = new AbortController()
  const closed = closing.signal

  const redactor = createRedactor(openParameters)
  const vendor = createVendorGuess(registry, endpoint.host, options.vendor)
  const translate = createErrorTranslation({ redactor, clock, vendor: vendor.current })
  const transport = createTransport(registry, { ...options, redactor, closed })
  const { addresses } = transport
  const send = vendor.watching(transport.send)
  const sendStraight = vendor.watching(transport.sendStraight)

  const credentials = memoizeCredentials(options.credentials, clock, redactor, closed)
  const refusals = createRefusals(clock)
  const signing = { registry, endpoint, userAgent, clock, credentials, refusals, translate, closed }
  const tokens = createTokenSource({
    ...signing,
    addresses,
    trustRealm: options.trustRealm,
    redactor,
    send: sendStraight,
  })
  const signer = createSigner(tokens, refusals, redactor)
  const authorizer = withRenewal(
    createAuthorizer({ ...signing, tokens, signer, sendStraight, send }),
    credentials.renew,
  )
  const readWarnings = createWarningReader(redactor, onWarning)
  const exchange = createExchange(registry, userAgent, closed, authorizer.send, readWarnings)
  // Authorizers that sign nothing, or as the registry's own API wants it: what comes back is as it was said.
  const askUnsigned = createExchange(registry, userAgent, closed, sendStraight, readWarnings)
  const identity = (signal: AbortSignal, repository?: string) =>
    identify(credentials, signal, repository)
  const sendBasic = withBasic(signer, identity, registry, sendStraight)
  const askBasic = createExchange(registry, userAgent, closed, sendBasic, readWarnings)
  const context = {
    host: endpoint.host,
    registry,
    exchange,
    translate,
    clock,
    onWarning,
    uploads: {},
    blobPlaces: createBlobPlaces(credentials),
    referrersApi: {},
  }
  const api: ApiContext = {
    host: endpoint.host,
    registry,
    exchange,
    translate,
    onWarning,
    clock,
    basic: askBasic,
    elsewhere: askUnsigned,
    credential: credentials,
    remember: redactor.remember,
    realmOrigin: async (signal: AbortSignal) =>
      realmOrigin(await authorizer.method(await identity(signal), signal), {
        ...options,
        registry,
        addresses,
      }),
  }

  const ping = async ({ signal }: { signal: AbortSignal }): Promise<Ping> => {
    const startMs = clock.monotonicMs()
    const { method, said } = await authorizer.look(signal)
    return { authentication: method.kind, ...said, tookMs: clock.monotonicMs() - startMs }
  }

  return {
    endpoint,
    ping,
    catalog: ({ signal }) => listCatalog(context, signal),
    list: way => way(api),
    ask: ({ path, signed = true, scopes = [], limitBytes = registryLimits.pingBytes, ...read }) => {
      const call = { ...read, target: path, scopes, limitBytes, keepsRedirects: true }
      const ways = { true: exchange, false: askUnsigned, basic: askBasic } as const
      return ways[`${signed}`](call)
    },
    repository: name => {
      if (!isRepositoryName(name)) {
        throw new AppError('not-found', 'repository', { host: endpoint.host, repository: name })
      }
      const rights = async ({ signal }: { signal: AbortSignal }) => {
        const who = await identity(signal, name)
        const method = await authorizer.method(who, signal)
        return askRights(method, signer, { repository: name, identity: who }, signal)
      }
      return createRepositoryClient({ ...context, name, rights })
    },
    close: async () => {
      closing.abort()
      tokens.clear()
      await transport.close()
    },
  }
}
