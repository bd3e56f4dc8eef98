import { AppError } from '../../../shared/errors.ts'
import type { ConnectionSettings } from '../connection-settings/connection-settings.ts'
import type { Events } from '../events/events.ts'
import type { Clock, Logger } from '../ports.ts'
import type { SignInSources } from '../sign-in-sources/sign-in-sources.ts'
import type { LocalAccess } from '../sign-ins/local-access.ts'
import type { SignInSecrets } from '../sign-ins/sign-in-secrets.ts'
import { createSignIns, type SignIns } from '../sign-ins/sign-ins.ts'
import type { SavedRegistry, SavedSignIn } from '../store/saved-registries.ts'
import type { Store } from '../store/store.ts'
import type { Connect } from './connect.ts'
import { createRegistryEntry, type RegistryEntry } from './registry-entry.ts'
import type { TypedAddress } from './typed-address.ts'

/** The saved registries while the program runs, each with its client and its dot, and who signs for them. */
export type OpenRegistries = {
  readonly signIns: SignIns
  /** In the order of the sidebar. */
  all(): readonly RegistryEntry[]
  /** Throws `not-found/registry`. */
  find(registryId: string): RegistryEntry
  /** Throws `unsupported/not-available-here` for the built-in one too. */
  findRemote(registryId: string): RegistryEntry
  get(registryId: string): RegistryEntry | undefined
  at(address: TypedAddress): RegistryEntry | undefined
  /** Saves a new one and opens it. */
  add(saved: SavedRegistry): RegistryEntry
  /** Saves what has changed of one; with another way or sign-in its client ends. */
  change(
    entry: RegistryEntry,
    change: Partial<SavedRegistry>,
    options: { readonly reconnect: boolean },
  ): Promise<SavedRegistry>
  remove(registryId: string): Promise<void>
  close(): Promise<void>
}

export type OpenRegistriesDeps = {
  readonly store: Store
  readonly secrets: SignInSecrets
  readonly connect: Connect
  readonly connectionSettings: ConnectionSettings
  readonly sources: SignInSources
  /** With ~ for the home folder. */
  readonly showPath: (file: string) => string
  readonly local: LocalAccess
  readonly clock: Clock
  readonly logger: Logger
  readonly events: Events
}

export const createOpenRegistries = (deps: OpenRegistriesDeps): OpenRegistries => {
  const { store, connectionSettings, local, logger, events } = deps
  const entries = new Map<string, RegistryEntry>()
  const changed = () => void events.tell('changed', { changed: 'registries' })

  /** The same sign-in with another secret or end: nothing that moves with it stops. */
  const saveSignIn = (registryId: string, signIn: SavedSignIn, before = signIn.account) => {
    const entry = entries.get(registryId)
    if (entry?.saved.signIn?.account !== before) return false
    void change(entry, { signIn }, { reconnect: false })
    return true
  }

  const signIns = createSignIns({
    ...deps,
    changed,
    saved: () => [...entries.values()].map(entry => entry.saved),
    save: saveSignIn,
  })

  const open = (saved: SavedRegistry): RegistryEntry => {
    const entry = createRegistryEntry(saved, {
      ...deps,
      credential: signIns.credentialOf,
      secretState: signIns.secretState,
      whyMissing: signIns.whyMissing,
      showConnection: connectionSettings.show,
      changed,
      warned: (host, text) => logger.log('warn', 'registry-warning', { host, text }),
      vendorOf: registryId => store.capabilities.identity(registryId)?.vendor,
      onExchange: registryId => exchange => void events.tell('exchanged', { registryId, exchange }),
    })
    entries.set(saved.id, entry)
    signIns.watch(saved)
    return entry
  }

  const find = (registryId: string): RegistryEntry => {
    const entry = entries.get(registryId)
    if (!entry) throw new AppError('not-found', 'registry')
    return entry
  }

  const change: OpenRegistries['change'] = async (entry, next, options) => {
    const saved = { ...entry.saved, ...next }
    store.registries.save(saved)
    await entry.replace(saved, options)
    return saved
  }

  for (const saved of store.registries.list()) {
    open(saved.kind === 'local' ? { ...saved, host: local.host } : saved)
    signIns.forgetSession(saved)
  }

  return {
    signIns,
    all: () => [...entries.values()],
    find,
    findRemote: registryId => {
      const entry = find(registryId)
      // Nobody signs in to the built-in one: the program holds its password.
      if (entry.saved.kind === 'local') throw new AppError('unsupported', 'not-available-here')
      return entry
    },
    get: registryId => entries.get(registryId),
    at: ({ endpoints, path }) =>
      [...entries.values()].find(
        ({ saved }) =>
          saved.kind === 'remote' &&
          saved.path === path &&
          endpoints.some(({ host }) => host === saved.host),
      ),
    add: saved => {
      store.registries.save(saved)
      const entry = open(saved)
      changed()
      return entry
    },
    change,
    remove: async registryId => {
      const entry = find(registryId)
      entries.delete(registryId)
      store.registries.remove(registryId)
      await entry.close()
    },
    close: async () => {
      signIns.close()
      await Promise.all([...entries.values()].map(entry => entry.close()))
    },
  }
}
