import type { Capability, RegistryPage } from '../../../shared/ipc/schemas/capabilities.ts'
import { vendorOfHost } from '../../../shared/model/vendor.ts'
import type { Events } from '../events/events.ts'
import type { Clock } from '../ports.ts'
import type { RegistryDirectory } from '../registries/types.ts'
import type { Identity } from '../store/saved-capabilities.ts'
import type { Store } from '../store/store.ts'
import { capabilitySheet, type Finding } from './capability-sheet.ts'
import { exchangeBehind } from './exchange-behind.ts'
import { createExchangeLog } from './exchange-log.ts'
import { identifyRegistry } from './identify-registry.ts'
import { learnFromExchange } from './learn-from-exchange.ts'
import { learnFromPast } from './learn-from-past.ts'
import { mergeLearnt } from './merge-learnt.ts'
import { createWarningLog } from './warning-log.ts'

/** What is known of each registry and how it was found out. */
export type RegistryPages = {
  /** No request is sent. */
  page(registryId: string): RegistryPage
  /** Asks a registry who it is, without a sign-in where that is enough. */
  identify(registryId: string, signal: AbortSignal): Promise<Identity>
  /** Told by whoever sees it: what a registry can do, from what the user did. */
  learn(registryId: string, learnt: Finding): void
  close(): void
}

type Deps = {
  readonly registries: RegistryDirectory
  readonly store: Store
  readonly events: Events
  readonly clock: Clock
}

/** Exchanges come in bursts; a window hears of them together. */
const gatherMs = 300

export const createRegistryPages = (deps: Deps): RegistryPages => {
  const { registries, store, events, clock } = deps
  const log = createExchangeLog()
  const warnings = createWarningLog()
  const closing = new AbortController()
  const gathering = new Set<string>()

  const tellSoon = (registryId: string) => {
    if (gathering.has(registryId)) return
    gathering.add(registryId)
    clock
      .sleep(gatherMs, closing.signal)
      .then(() => {
        gathering.delete(registryId)
        void events.tell('changed', { changed: 'registry-page', registryId })
      })
      .catch(() => undefined)
  }

  const learn = (registryId: string, learnt: Finding) => {
    const before = store.capabilities.list(registryId).find(({ name }) => name === learnt.name)
    const exchange = learnt.exchange ?? exchangeBehind(learnt.name, log.list(registryId))
    const merged = mergeLearnt(before, {
      ...learnt,
      ...(exchange && learnt.foundBy !== 'nothing' && { exchange }),
      foundAtMs: clock.now(),
    })
    store.capabilities.save(registryId, merged)
    tellSoon(registryId)
  }

  const identify = async (registryId: string, signal: AbortSignal) => {
    const client = registries.client(registryId)
    const identity = await identifyRegistry(client, clock.now(), signal)
    const isNew = store.capabilities.identity(registryId)?.vendor !== identity.vendor
    store.capabilities.saveIdentity(registryId, identity)
    if (isNew) void events.tell('changed', { changed: 'registries' })
    tellSoon(registryId)
    return identity
  }

  const page = (registryId: string): RegistryPage => {
    const registry = registries.get(registryId)
    const identity = store.capabilities.identity(registryId)
    const sharedDigests = [...store.details.sharedDigests(registryId)]
    const sheet = capabilitySheet(store.capabilities.list(registryId), clock.now())
    const repositories = store.listings.catalog(registryId)?.names.length
    const connectionSeen = registries.connectionSeen(registryId)
    const vendor =
      registry.kind === 'local' ? 'chartroom' : (identity?.vendor ?? vendorOfHost(registry.host))
    const specification = specificationOf(sheet, identity)
    return {
      registry,
      ...(vendor && { vendor }),
      ...(identity?.product !== undefined && { product: identity.product }),
      ...(identity?.behind !== undefined && { behind: identity.behind }),
      ...(specification !== undefined && { specification }),
      ...(repositories !== undefined && { repositoryCount: repositories }),
      capabilities: withSharedTags(sheet, sharedDigests),
      connection: registry.connection,
      ...(connectionSeen && { connectionSeen }),
      exchanges: [...log.list(registryId)],
      sharedDigests,
      ...(identity && { checkedAtMs: identity.foundAtMs }),
      warnings: [...warnings.list(registryId)],
    }
  }

  // Every exchange is a line of the page's log, and a teacher.
  events.listen('exchanged', ({ registryId, exchange }) => {
    // The last words of a registry that was just removed teach nobody.
    if (!registries.list().some(({ id }) => id === registryId)) return
    const past = learnFromPast(exchange, log.list(registryId))
    log.add(registryId, exchange)
    for (const text of warnings.add(registryId, exchange))
      void events.tell('changed', { changed: 'registry-says', registryId, text })
    for (const learnt of [...learnFromExchange(exchange), ...past]) learn(registryId, learnt)
    tellSoon(registryId)
  })
  // With the sign-in goes what was said under it.
  events.listen('sign-in-ended', ({ registryId }) => {
    log.forget(registryId)
    warnings.forget(registryId)
  })

  return { page, identify, learn, close: () => closing.abort() }
}

const specificationOf = (
  sheet: readonly Capability[],
  identity: Identity | undefined,
): string | undefined => {
  // The referrers API came with 1.1 of the specification.
  const hasReferrers = sheet.some(({ name, value }) => name === 'referrers' && value === 'api')
  if (hasReferrers) return 'OCI distribution 1.1'
  return identity?.api === 'registry/2.0' ? 'Docker Registry v2' : undefined
}

const withSharedTags = (
  sheet: readonly Capability[],
  shared: RegistryPage['sharedDigests'],
): Capability[] => {
  const most = Math.max(0, ...shared.map(({ tags }) => tags.length))
  return sheet.map(one =>
    one.name === 'delete-by-digest' && one.value === 'works' && most > 1
      ? { ...one, value: 'works-with-shared-tags', params: { tags: most } }
      : one,
  )
}
