import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { CredentialSource, RegistryClient } from '../oci/types.ts'
import type { Clock } from '../ports.ts'
import type { SavedRegistry } from '../store/saved-registries.ts'
import type { Connect, ConnectOptions } from './connect.ts'
import type { RegistryCredentials } from './registry-credentials.ts'
import { reportingClient, stateOfFailure } from './reporting-client.ts'

type State = Registry['state']

/** One saved registry while the program runs: its client, its dot, its sign-in. */
export type RegistryEntry = {
  readonly saved: SavedRegistry
  shown(): Registry
  /** The same client until the next `replace` or `close`. */
  client(): RegistryClient
  /** How that client reaches the registry, for whoever goes the way step by step. */
  connectOptions(): ConnectOptions
  report(state: State): void
  /** Another name, sign-in or realm. A client of the old sign-in ends with its requests. */
  replace(saved: SavedRegistry, options: { reconnect: boolean }): Promise<void>
  close(): Promise<void>
}

type Deps = {
  readonly connect: Connect
  readonly clock: Clock
  /** Looked up for every token, so a sign-out works at once. */
  readonly credential: (saved: SavedRegistry, signal: AbortSignal) => ReturnType<CredentialSource>
  readonly secretState: RegistryCredentials['secretState']
  readonly changed: () => void
  /** Whom the client of this registry tells of every exchange. */
  readonly onExchange: (registryId: string) => NonNullable<ConnectOptions['onExchange']>
}

export const createRegistryEntry = (first: SavedRegistry, deps: Deps): RegistryEntry => {
  const { connect, clock, changed } = deps
  let saved = first
  let state: State = { status: 'unknown' }
  let client: RegistryClient | undefined

  const report = (next: State) => {
    const differs = next.status !== state.status || next.limit !== state.limit
    state = { ...next, checkedAtMs: next.checkedAtMs ?? clock.now() }
    if (differs) changed()
  }

  const answered = (what: 'ping' | 'catalog' | 'repository', tookMs = state.tookMs) => {
    // That a registry does not list stays true while it answers everything else.
    const limited = what !== 'catalog' && state.limit === 'no-catalog'
    report({
      ...(limited ? { status: 'limited', limit: 'no-catalog' } : { status: 'connected' }),
      ...(tookMs !== undefined && { tookMs }),
    })
  }

  const failed = (error: unknown): unknown => {
    const seen = stateOfFailure(error)
    if (seen) report(seen)
    return error
  }

  const connectOptions = (): ConnectOptions => ({
    endpoint: { host: saved.host, plainHttp: saved.plainHttp },
    credentials: signal => deps.credential(saved, signal),
    trustedRealm: saved.realm,
    connection: saved.connection,
  })

  const open = () =>
    reportingClient(connect({ ...connectOptions(), onExchange: deps.onExchange(saved.id) }), {
      answered,
      failed,
    })

  const close = async () => {
    const open = client
    client = undefined
    await open?.close()
  }

  return {
    get saved() {
      return saved
    },
    shown: () => showRegistry(saved, deps.secretState(saved), state),
    client: () => (client ??= open()),
    connectOptions,
    report,
    replace: async (next, { reconnect }) => {
      saved = next
      if (reconnect) {
        state = { status: 'unknown' }
        await close()
      }
      changed()
    },
    close,
  }
}

const showRegistry = (
  { id, name, host, path, kind, plainHttp, signIn }: SavedRegistry,
  secret: ReturnType<RegistryCredentials['secretState']>,
  state: State,
): Registry => ({
  id,
  name,
  host,
  path,
  kind,
  plainHttp,
  signIn: signIn ? { kind: 'user', username: signIn.username, secret } : { kind: 'anonymous' },
  connection: {
    ca: { kind: 'system' },
    clientCertificate: { kind: 'none' },
    proxy: { kind: 'system' },
  },
  state,
})
