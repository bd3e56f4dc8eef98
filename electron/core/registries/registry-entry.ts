import { AppError, isAppError } from '../../../shared/errors.ts'
import type { ConnectionSeen } from '../../../shared/ipc/schemas/connection-settings.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { type Vendor, vendorOfHost } from '../../../shared/model/vendor.ts'
import type { ConnectionSettings } from '../connection-settings/connection-settings.ts'
import type { RegistryClient } from '../oci/types.ts'
import type { Clock } from '../ports.ts'
import type { SavedRegistry } from '../store/saved-registries.ts'
import type { Connect, ConnectOptions } from './connect.ts'
import type { RegistryCredentials } from '../sign-ins/registry-credentials.ts'
import { reportingClient, stateOfFailure } from './reporting-client.ts'
import { showSignIn } from '../sign-ins/show-sign-in.ts'
import type { SignIns } from '../sign-ins/sign-ins.ts'

type State = Registry['state']

/** One saved registry while the program runs: its client, its dot, its sign-in. */
export type RegistryEntry = {
  readonly saved: SavedRegistry
  shown(): Registry
  /** The same client until the next `replace` or `close`. */
  client(): RegistryClient
  /** How that client reaches the registry, for whoever goes the way step by step. */
  connectOptions(): ConnectOptions
  /** What the last connection to it was. */
  connectionSeen(): ConnectionSeen | undefined
  report(state: State): void
  /** Another name, sign-in, realm or connection. A client of the old one ends with its requests. */
  replace(saved: SavedRegistry, options: { reconnect: boolean }): Promise<void>
  close(): Promise<void>
}

type Deps = {
  readonly connect: Connect
  readonly clock: Clock
  /** Looked up for every token, so a sign-out works at once. */
  readonly credential: SignIns['credentialOf']
  readonly secretState: RegistryCredentials['secretState']
  readonly whyMissing: RegistryCredentials['whyMissing']
  readonly showPath: (file: string) => string
  readonly showConnection: ConnectionSettings['show']
  readonly changed: () => void
  /** Whose it is, once the registry has said so. */
  readonly vendorOf: (registryId: string) => Vendor | undefined
  /** Whom the client of this registry tells of what it warned of. */
  readonly warned: (host: string, text: string) => void
  /** Whom the client of this registry tells of every exchange. */
  readonly onExchange: (registryId: string) => NonNullable<ConnectOptions['onExchange']>
}

export const createRegistryEntry = (first: SavedRegistry, deps: Deps): RegistryEntry => {
  const { connect, clock, changed } = deps
  let saved = first
  let state: State = { status: 'unknown' }
  /** The wait that the registry asked for: over `state` until something is seen after its end. */
  let limitedUntilMs: number | undefined
  let client: RegistryClient | undefined
  let seen: ConnectionSeen | undefined

  const shownState = (): State =>
    limitedUntilMs === undefined
      ? state
      : { ...state, status: 'limited', limit: 'rate-limited', limitedUntilMs }

  const change = (next: { state?: State; limitedUntilMs: number | undefined }) => {
    const before = shownState()
    state = next.state ?? state
    limitedUntilMs = next.limitedUntilMs
    const now = shownState()
    const differs =
      now.status !== before.status ||
      now.limit !== before.limit ||
      now.limitedUntilMs !== before.limitedUntilMs
    if (differs) changed()
  }

  const isQuiet = () => (limitedUntilMs ?? 0) > clock.now()
  const quiet = (untilMs: number | undefined) =>
    change({ state: { ...state, checkedAtMs: clock.now() }, limitedUntilMs: untilMs })

  /** What is seen during a wait does not end it: it was asked before, or refused because of it. */
  const report = ({ limitedUntilMs: untilMs, ...seen }: State) => {
    const wait = isQuiet() ? limitedUntilMs : untilMs
    // The wait itself says that it is limited; what it was before comes back after it.
    if (wait !== undefined && seen.limit === 'rate-limited') return change({ limitedUntilMs: wait })
    change({
      state: { ...seen, checkedAtMs: seen.checkedAtMs ?? clock.now() },
      limitedUntilMs: wait,
    })
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
    const explained = explainRefusal(error)
    const seen = stateOfFailure(explained)
    if (seen) report(seen)
    return explained
  }

  /** What the user has to know: the sign-in is gone from where it lay, or it has ended. */
  const explainRefusal = (error: unknown): unknown => {
    if (!isAppError(error)) return error
    if (error.reason === 'sign-in-needed') return deps.whyMissing(saved) ?? error
    const { username, expiresAtMs = Infinity } = saved.signIn ?? {}
    const isRefused = error.reason === 'sign-in-refused' || error.reason === 'denied'
    if (!isRefused || username === undefined || expiresAtMs > clock.now()) return error
    const details = error.details ? { details: error.details } : {}
    return new AppError('unauthorized', 'sign-in-ended', { host: saved.host, username }, details)
  }

  const connectOptions = (): ConnectOptions => ({
    endpoint: { host: saved.host, plainHttp: saved.plainHttp },
    credentials: (signal, repository) => deps.credential(saved, signal, repository),
    trustedRealm: saved.realm,
    connection: saved.connection,
    vendor: () => deps.vendorOf(saved.id),
    onConnection: now => {
      seen = now
    },
  })

  const open = () => {
    const onExchange = deps.onExchange(saved.id)
    const onWarning = (text: string) => deps.warned(saved.host, text)
    const told = { onExchange, onQuiet: quiet, onWarning }
    return reportingClient(connect({ ...connectOptions(), ...told }), { answered, failed })
  }

  const close = async () => {
    const open = client
    client = undefined
    await open?.close()
  }

  return {
    get saved() {
      return saved
    },
    shown: () =>
      showRegistry(
        saved,
        {
          signIn: showSignIn(saved, deps.secretState(saved), deps.showPath),
          connection: deps.showConnection(saved.connection),
          // What the registry said of itself, before what its name suggests.
          vendor: deps.vendorOf(saved.id) ?? vendorOfHost(saved.host),
        },
        shownState(),
      ),
    client: () => (client ??= open()),
    connectOptions,
    connectionSeen: () => seen,
    report,
    replace: async (next, { reconnect }) => {
      saved = next
      if (reconnect) {
        state = { status: 'unknown' }
        limitedUntilMs = undefined
        seen = undefined
        await close()
      }
      changed()
    },
    close,
  }
}

const showRegistry = (
  { id, name, host, path, kind, plainHttp }: SavedRegistry,
  shown: Pick<Registry, 'signIn' | 'connection' | 'vendor'>,
  state: State,
): Registry => ({
  id,
  name,
  host,
  path,
  kind,
  plainHttp,
  ...shown,
  ...(kind === 'local' && { vendor: 'chartroom' }),
  state,
})
