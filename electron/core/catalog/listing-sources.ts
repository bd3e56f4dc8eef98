import { AppError, isAppError } from '../../../shared/errors.ts'
import type { Output } from '../../../shared/ipc/contract.ts'
import type { StrategyName } from '../../../shared/ipc/schemas/repositories.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { vendorOfHost } from '../../../shared/model/vendor.ts'
import { ecrEndpoint } from '../vendors/ecr.ts'
import type { ListingTarget } from '../vendors/listing-strategy.ts'
import { listRepositories } from '../vendors/list-repositories.ts'
import { strategiesFor } from '../vendors/strategies.ts'
import { registryOrigin } from '../oci/base/endpoint.ts'
import type { SignAws } from '../vendors/aws/sign-aws.ts'
import type { ListingEnd, NamePage } from '../oci/base/name-page.ts'
import type { Clock } from '../ports.ts'
import { isBelowPath } from '../../../shared/model/is-below-path.ts'
import { stateOfFailure } from '../registries/reporting-client.ts'
import type { RegistryDirectory } from '../registries/types.ts'
import type { Identity, SavedCapabilities } from '../store/saved-capabilities.ts'
import type { SavedStrategies } from '../store/saved-strategies.ts'

export type Listed = ListingEnd & {
  readonly strategy: StrategyName
  /** Pages that were asked for. */
  readonly pages: number
}

/** Which way each registry is listed: found by trying and remembered for a day, or chosen by the user. */
export type ListingSources = {
  /**
   * Throws `unsupported/no-catalog` where no way works. Repositories that the user keeps are added elsewhere
   * (repositories.ts).
   */
  list(registryId: string, signal: AbortSignal): AsyncGenerator<NamePage, Listed>
  choice(registryId: string): Output<'repositories.listing'>
  /** Undefined lets the choice go. */
  choose(registryId: string, strategy: StrategyName | undefined): void
  /** Only what the user kept is shown, because the user wants it so. */
  isKeptOnly(registryId: string): boolean
}

type Deps = {
  readonly registries: RegistryDirectory
  readonly store: { readonly capabilities: SavedCapabilities; readonly strategies: SavedStrategies }
  readonly clock: Clock
  /** Asks a registry who it is, and remembers. */
  readonly identify: (registryId: string, signal: AbortSignal) => Promise<Identity>
  readonly signAws: () => Promise<SignAws | undefined>
}

const oneDayMs = 24 * 60 * 60 * 1000

export const createListingSources = (deps: Deps): ListingSources => {
  const { registries, store, clock, identify } = deps

  const placeOf = (registry: Registry, signAws: SignAws | undefined): ListingTarget => ({
    host: registry.host,
    path: registry.path,
    vendor: vendorOf(registry, store.capabilities.identity(registry.id)),
    signedIn: registry.signIn.kind === 'user',
    hasAws: signAws !== undefined,
  })

  /** Read only where they are of use. */
  const awsFor = async ({ host }: Registry) =>
    ecrEndpoint(host) === undefined ? undefined : deps.signAws()

  const fittingFor = (registry: Registry, signAws: SignAws | undefined): StrategyName[] =>
    strategiesFor(placeOf(registry, signAws)).map(({ name }) => name)

  /** The ways to try, best first. When all have failed and the vendor is not known, the registry is asked who it is. */
  async function* candidates(
    registry: Registry,
    signAws: SignAws | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<StrategyName> {
    const saved = store.strategies.get(registry.id)
    if (saved?.chosenBy === 'user') return yield saved.strategy
    const isFresh = saved !== undefined && clock.now() - saved.foundAtMs < oneDayMs
    const first = isFresh ? [saved.strategy] : []
    const tried = new Set([...first, ...fittingFor(registry, signAws)])
    yield* tried
    if (placeOf(registry, signAws).vendor !== undefined) return
    const known = store.capabilities.identity(registry.id)
    if (known && clock.now() - known.foundAtMs < oneDayMs) return
    await identify(registry.id, signal).catch(ignoreUnlessAborted(signal))
    yield* fittingFor(registry, signAws).filter(name => !tried.has(name))
  }

  const remember = (registryId: string, strategy: StrategyName) => {
    if (store.strategies.get(registryId)?.chosenBy === 'user') return
    store.strategies.save(registryId, { strategy, chosenBy: 'probe', foundAtMs: clock.now() })
  }

  async function* list(registryId: string, signal: AbortSignal): AsyncGenerator<NamePage, Listed> {
    const registry = registries.get(registryId)
    const signAws = await awsFor(registry)
    const failures: AppError[] = []
    let empty: Listed | undefined
    for await (const strategy of candidates(registry, signAws, signal)) {
      const options = { path: registry.path, ...(signAws && { signAws }), signal }
      const attempt = yield* attemptOnce(
        listRepositories(registries.client(registryId), strategy, options),
        registry.path,
      )
      if ('error' in attempt) {
        if (!isRefusal(attempt.error, registry)) throw told(registryId, attempt.error)
        failures.push(attempt.error)
        if (attempt.names === 0) continue
      }
      // The registry refused a later page; what came so far is still worth showing.
      const end: ListingEnd =
        'error' in attempt ? { truncated: true, cut: 'page-refused' } : attempt.end
      const listed = { ...end, pages: attempt.pages, strategy }
      if (attempt.names > 0) {
        remember(registryId, strategy)
        return listed
      }
      empty ??= listed
    }
    // The registry is empty, or shows us nothing: no other way found more.
    if (empty) return empty
    remember(registryId, 'kept')
    throw told(registryId, outcomeOf(failures, registry.host))
  }

  const told = (registryId: string, error: unknown): unknown => {
    const state = stateOfFailure(error)
    if (state) registries.report(registryId, state)
    return error
  }

  return {
    list,
    choice: registryId => {
      const registry = registries.get(registryId)
      const saved = store.strategies.get(registryId)
      // Whether AWS credentials are there is found out by the listing; choosing it then says what it needs.
      const place = { ...placeOf(registry, undefined), hasAws: true }
      const fitting = [...strategiesFor(place).map(({ name }) => name), 'kept' as const]
      const strategy = saved?.strategy ?? fitting[0] ?? 'kept'
      return {
        registryId,
        chosen: saved?.chosenBy === 'user' ? 'user' : 'probed',
        strategy,
        others: fitting.filter(name => name !== strategy),
      }
    },
    choose: (registryId, strategy) => {
      registries.get(registryId)
      if (strategy === undefined) return store.strategies.forget(registryId)
      store.strategies.save(registryId, { strategy, chosenBy: 'user', foundAtMs: clock.now() })
    },
    isKeptOnly: registryId => {
      const saved = store.strategies.get(registryId)
      return saved?.chosenBy === 'user' && saved.strategy === 'kept'
    },
  }
}

const vendorOf = (
  { kind, host }: Registry,
  identity: Identity | undefined,
): ListingTarget['vendor'] =>
  kind === 'local' ? 'chartroom' : (identity?.vendor ?? vendorOfHost(host))

type Attempt =
  | { readonly names: number; readonly pages: number; readonly end: ListingEnd }
  | { readonly names: number; readonly pages: number; readonly error: unknown }

async function* attemptOnce(
  listing: AsyncGenerator<NamePage, ListingEnd>,
  path: string,
): AsyncGenerator<NamePage, Attempt> {
  let names = 0
  let pages = 0
  try {
    for (;;) {
      const page = await listing.next()
      if (page.done) return { names, pages, end: page.value }
      names += page.value.names.filter(name => isBelowPath(name, path)).length
      pages++
      yield page.value
    }
  } catch (error) {
    return { names, pages, error }
  }
}

const refusals = new Set(['forbidden', 'not-found', 'unsupported'])

/** This way is refused, or its API cannot be reached; the next way may work. */
const isRefusal = (error: unknown, registry: Registry): error is AppError => {
  if (!isAppError(error)) return false
  if (error.code === 'unreachable') return !isOwnHost(String(error.params['host']), registry)
  if (error.code === 'unauthorized') return error.reason === 'sign-in-needed'
  return refusals.has(error.code) || error.reason === 'answer'
}

const isOwnHost = (host: string, { host: name, plainHttp }: Registry): boolean =>
  host === name || host === registryOrigin({ host: name, plainHttp }).host

/** What the user can do something about: signing in, or else naming repositories. */
const outcomeOf = (failures: readonly AppError[], host: string): AppError => {
  const needsSignIn = failures.find(({ code }) => code === 'unauthorized')
  if (needsSignIn) return needsSignIn
  const details = failures.find(failure => failure.details !== undefined)?.details
  return new AppError('unsupported', 'no-catalog', { host }, details && { details })
}

const ignoreUnlessAborted = (signal: AbortSignal) => () => {
  if (signal.aborted) throw new AppError('cancelled', 'by-user')
}
