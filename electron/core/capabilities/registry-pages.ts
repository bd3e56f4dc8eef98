import type { Capability, RegistryPage } from '../../../shared/ipc/schemas/capabilities.ts'
import type { ConnectionSeen } from '../../../shared/ipc/schemas/connection-settings.ts'
import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'
import { vendorOfHost } from '../../../shared/model/vendor.ts'
import type { Changes } from '../changes.ts'
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
import { type ProbeTarget, runProbes } from './probes.ts'
import { createWarningLog } from './warning-log.ts'

/** What is known of each registry and how it was found out. */
export type RegistryPages = {
  /** No request is sent. */
  page(registryId: string): RegistryPage
  /** Probes again; only reads. Throws what ends all: unreachable, cancelled, a sign-in that is refused. */
  test(registryId: string, signal: AbortSignal): Promise<RegistryPage>
  /** Asks a registry who it is, without a sign-in where that is enough. */
  identify(registryId: string, signal: AbortSignal): Promise<Identity>
  /** Told by whoever sees it: what a registry can do, from what the user did. */
  learn(registryId: string, learnt: Finding): void
  /** Every exchange as it was recorded, secrets replaced: the log of the page, and a teacher. */
  watch(registryId: string, exchange: RecordedExchange): void
  /** Part of every test: another service's own probe, which learns by itself. */
  onTest(test: Test): void
  /** With the sign-in goes what was said under it. */
  forget(registryId: string): Promise<void>
  close(): void
}

type Test = (registryId: string, signal: AbortSignal) => Promise<void>

type Deps = {
  readonly registries: RegistryDirectory
  readonly store: Store
  readonly changes: Changes
  readonly clock: Clock
  readonly connectionSeen: (registryId: string) => ConnectionSeen | undefined
}

/** Exchanges come in bursts; a window hears of them together. */
const gatherMs = 300

export const createRegistryPages = (deps: Deps): RegistryPages => {
  const { registries, store, changes, clock } = deps
  const log = createExchangeLog()
  const warnings = createWarningLog()
  const closing = new AbortController()
  const gathering = new Set<string>()
  const testers: Test[] = []

  const tellSoon = (registryId: string) => {
    if (gathering.has(registryId)) return
    gathering.add(registryId)
    clock
      .sleep(gatherMs, closing.signal)
      .then(() => {
        gathering.delete(registryId)
        changes.tell({ changed: 'registry-page', registryId })
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
    if (isNew) changes.tell({ changed: 'registries' })
    tellSoon(registryId)
    return identity
  }

  const page = (registryId: string): RegistryPage => {
    const registry = registries.get(registryId)
    const identity = store.capabilities.identity(registryId)
    const sharedDigests = [...store.details.sharedDigests(registryId)]
    const sheet = capabilitySheet(store.capabilities.list(registryId), clock.now())
    const repositories = store.listings.catalog(registryId)?.names.length
    const connectionSeen = deps.connectionSeen(registryId)
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

  return {
    page,
    test: async (registryId, signal) => {
      const client = registries.client(registryId)
      await client.ping({ signal })
      const { vendor } = await identify(registryId, signal)
      await Promise.all(testers.map(test => test(registryId, signal)))
      const known = { ...knownOf(store, registryId), vendor }
      for (const learnt of await runProbes(client, known, signal)) learn(registryId, learnt)
      return page(registryId)
    },
    identify,
    onTest: test => void testers.push(test),
    learn,
    watch: (registryId, exchange) => {
      // The last words of a registry that was just removed teach nobody.
      if (!registries.list().some(({ id }) => id === registryId)) return
      const past = learnFromPast(exchange, log.list(registryId))
      log.add(registryId, exchange)
      for (const text of warnings.add(registryId, exchange))
        changes.tell({ changed: 'registry-says', registryId, text })
      for (const learnt of [...learnFromExchange(exchange), ...past]) learn(registryId, learnt)
      tellSoon(registryId)
    },
    forget: async registryId => {
      log.forget(registryId)
      warnings.forget(registryId)
    },
    close: () => closing.abort(),
  }
}

/** The repository with most tags: what it answers tells most. */
const knownOf = ({ listings }: Store, registryId: string): ProbeTarget => {
  const counts = [...listings.tagCounts(registryId)].toSorted(([, a], [, b]) => b - a)
  const repository = counts[0]?.[0] ?? listings.catalog(registryId)?.names[0]
  const tags = repository === undefined ? [] : listings.tags(registryId, repository)?.tags
  return { repository, tags: tags ?? [] }
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
