import { randomBytes } from 'node:crypto'
import { createExchange } from '../../electron/core/oci/exchange/exchange.ts'
import type { HttpRequest, Send } from '../../electron/core/http/base/http-types.ts'
import { createRedactor } from '../../electron/core/http/base/redaction.ts'
import { openParameters } from '../../electron/core/oci/base/open-parameters.ts'
import type { RecordedExchange } from '../../shared/ipc/schemas/exchange.ts'
import { createSecret } from '../../electron/core/http/base/secret.ts'
import { createTransport } from '../../electron/core/http/transport.ts'
import { createErrorTranslation } from '../../electron/core/oci/dictionary/oci-errors.ts'
import type {
  ListingStrategy,
  ProviderContext,
} from '../../electron/core/vendors/listing-strategy.ts'
import type { SignAws } from '../../electron/core/vendors/aws/sign-aws.ts'
import type { Credential } from '../../electron/core/oci/base/credential.ts'
import { type FaultRegistry, startFaultRegistry } from './fault-registry/fault-registry.ts'
import { realClock } from './fault-registry/test-clock.ts'

export type ProviderRig = {
  /** Answers for every host; what is not scripted is an honest registry. */
  readonly server: FaultRegistry
  /** `METHOD https://host/path` of everything that was asked, under the names it was asked by. */
  readonly asked: string[]
  readonly context: ProviderContext
  readonly secret: string
  readonly warnings: string[]
  readonly remembered: string[]
  /** What people may see of it. Nobody has told the redactor of any secret here. */
  readonly exchanges: RecordedExchange[]
  /** Lists to the end. */
  list(strategy: ListingStrategy): Promise<{ names: string[]; skipped: number; truncated: boolean }>
  stop(): Promise<void>
}

type Options = {
  readonly host: string
  readonly path?: string
  readonly username?: string
  readonly kind?: Credential['kind']
  readonly signAws?: SignAws
}

/** The hosts of a vendor, all played by one local server: the way there is a registry's own, the names are real. */
export const startProviderRig = async (options: Options): Promise<ProviderRig> => {
  const { host, path = '', username, kind, signAws } = options
  const server = await startFaultRegistry()
  const closing = new AbortController()
  const redactor = createRedactor(openParameters)
  const local = new URL(server.origin)
  const exchanges: RecordedExchange[] = []
  const transport = createTransport(local, {
    clock: realClock,
    redactor,
    closed: closing.signal,
    onExchange: exchange => exchanges.push(exchange),
  })
  const asked: string[] = []
  const send: Send = request => {
    asked.push(`${request.method} ${request.target.url.origin}${request.target.path}`)
    return transport.sendStraight(moved(request, local))
  }
  const exchange = createExchange(local, 'test', closing.signal, send, () => undefined)
  const secret = `pw-${randomBytes(12).toString('hex')}`
  const warnings: string[] = []
  const remembered: string[] = []
  const context: ProviderContext = {
    host,
    registry: new URL(`https://${host}`),
    path,
    exchange,
    basic: exchange,
    elsewhere: exchange,
    credential: async () =>
      username === undefined
        ? undefined
        : { username, secret: createSecret(secret), ...(kind && { kind }) },
    realmOrigin: async () => new URL(`https://web.${host}`),
    signAws,
    remember: text => void remembered.push(text),
    translate: createErrorTranslation({ redactor, clock: realClock, vendor: () => undefined }),
    onWarning: text => void warnings.push(text),
    clock: realClock,
  }
  const list = async (strategy: ListingStrategy) => {
    const names: string[] = []
    let skipped = 0
    const pages = strategy.list(context, closing.signal)
    for (;;) {
      const page = await pages.next()
      if (page.done) return { names, skipped, truncated: page.value.truncated }
      names.push(...page.value.names)
      skipped += page.value.skipped
    }
  }
  const stop = async () => {
    closing.abort()
    await Promise.all([transport.close(), server.stop()])
  }
  return { server, asked, context, secret, warnings, remembered, exchanges, list, stop }
}

const moved = (request: HttpRequest, { origin }: URL): HttpRequest => {
  const { path } = request.target
  return { ...request, target: { path, url: new URL(path, origin) } }
}
