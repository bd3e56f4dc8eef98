import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { Output } from '../../../shared/ipc/contract.ts'
import type {
  CertificateView,
  ConnectionChange,
} from '../../../shared/ipc/schemas/connection-settings.ts'
import type { Decisions } from '../../../shared/ipc/schemas/decisions.ts'
import type { Probe, Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { NewSignIn } from '../../../shared/ipc/schemas/sign-ins.ts'
import type { Events } from '../events/events.ts'
import type { ConnectionSettings } from '../connection-settings/connection-settings.ts'
import type { Credential } from '../oci/base/credential.ts'
import type { Clock, Logger } from '../ports.ts'
import type { SavedRegistry, SavedSignIn } from '../store/saved-registries.ts'
import type { Store } from '../store/store.ts'
import type { Connect, ConnectOptions } from './connect.ts'
import type { FoundSignIns } from '../sign-in-sources/found-sign-ins.ts'
import { showImportable } from './importable.ts'
import type { LocalAccess } from '../sign-ins/local-access.ts'
import { type Probed, probeRegistry } from './probe-registry.ts'
import { localId, localRegistry, stateOfProbe } from './registry-defaults.ts'
import { createRegistryEntry, type RegistryEntry } from './registry-entry.ts'
import type { SignInSecrets } from '../sign-ins/sign-in-secrets.ts'
import type { SignInSources } from '../sign-in-sources/sign-in-sources.ts'
import { createSignIns, liesBelow } from '../sign-ins/sign-ins.ts'
import { readTypedAddress, type TypedAddress, typedAddressOf } from './typed-address.ts'
import { readSignIn } from '../sign-ins/typed-sign-in.ts'
import type { RegistryDirectory } from './types.ts'

/** The saved registries and what a user does with them. Throws DecisionNeeded where the user has to agree first. */
export type Registries = RegistryDirectory & {
  probe(request: ProbeRequest, signal: AbortSignal): Promise<Probe>
  add(request: AddRequest, signal: AbortSignal): Promise<Registry>
  openLocal(): Promise<Registry>
  signIn(request: SignInRequest, signal: AbortSignal): Promise<Registry>
  signOut(registryId: string): Promise<void>
  /** Running requests and transfers end; the next go the new way. */
  setConnection(request: ConnectionRequest, signal: AbortSignal): Promise<Registry>
  /** What an address shows, over the connection of the saved registry where there is one. Sends nothing. */
  certificate(address: string): Promise<CertificateView>
  /** Asks who hands out the secret for another one now. Throws `unsupported/not-renewable`. */
  renew(registryId: string, signal: AbortSignal): Promise<Registry>
  /** The saved registry and its sign-in, for who signs in elsewhere with it. Throws `unsupported/no-sign-in`. */
  signedIn(registryId: string, signal: AbortSignal): Promise<SignedIn>
  rename(registryId: string, name: string): Promise<void>
  remove(registryId: string): Promise<void>
  importable(signal: AbortSignal): Promise<Output<'signIns.found'>>
  /** How the registry's client reaches it. Throws `not-found/registry`. */
  connectOptions(registryId: string): ConnectOptions
  close(): Promise<void>
}

export type SignedIn = { readonly saved: SavedRegistry; readonly credential: Credential }

type ProbeRequest = {
  readonly address: string
  readonly signIn?: NewSignIn | undefined
  readonly connection?: ConnectionChange | undefined
  readonly decisions: Decisions
}
export type AddRequest = {
  readonly address: string
  readonly name?: string | undefined
  readonly signIn: NewSignIn
  readonly connection?: ConnectionChange | undefined
  readonly decisions: Decisions
}
type SignInRequest = {
  readonly registryId: string
  readonly signIn: NewSignIn
  readonly decisions: Decisions
}

type ConnectionRequest = {
  readonly registryId: string
  readonly connection: ConnectionChange
  readonly decisions: Decisions
}

export type RegistriesDeps = {
  readonly store: Store
  readonly secrets: SignInSecrets
  readonly connect: Connect
  readonly connectionSettings: ConnectionSettings
  readonly found: FoundSignIns
  readonly sources: SignInSources
  /** With ~ for the home folder. */
  readonly showPath: (file: string) => string
  readonly local: LocalAccess
  readonly clock: Clock
  readonly logger: Logger
  readonly events: Events
}

export const createRegistries = (deps: RegistriesDeps): Registries => {
  const { store, connect, connectionSettings, found, sources, local, clock, logger, events } = deps
  const { showPath } = deps
  const entries = new Map<string, RegistryEntry>()
  const changed = () => void events.tell('changed', { changed: 'registries' })

  /** The same sign-in with another secret or end: nothing that moves with it stops. */
  const saveSignIn = (registryId: string, signIn: SavedSignIn, before = signIn.account) => {
    const entry = entries.get(registryId)
    if (entry?.saved.signIn?.account !== before) return false
    const saved = { ...entry.saved, signIn }
    store.registries.save(saved)
    void entry.replace(saved, { reconnect: false })
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
      connect,
      clock,
      credential: signIns.credentialOf,
      secretState: signIns.secretState,
      whyMissing: signIns.whyMissing,
      showPath,
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

  const end = (registryId: string) => events.tell('sign-in-ended', { registryId })

  const forgetContents = async (registryId: string, options: { kept: boolean }) => {
    await store.forgetContents(registryId, options)
    await events.tell('contents-forgotten', { registryId })
    if (!options.kept) void events.tell('changed', { changed: 'repositories', registryId })
  }

  const look = (
    request: Omit<Parameters<typeof probeRegistry>[1], 'look'>,
    signal: AbortSignal,
  ): Promise<Probed> =>
    probeRegistry(connect, { ...request, look: connectionSettings.look }, signal)

  const savedAt = ({ endpoints, path }: TypedAddress) =>
    [...entries.values()].find(
      ({ saved }) =>
        saved.kind === 'remote' &&
        saved.path === path &&
        endpoints.some(({ host }) => host === saved.host),
    )

  /** A registry in the sidebar is looked at over its own connection. */
  const savedConnection = (typed: TypedAddress) => savedAt(typed)?.saved.connection ?? {}

  const refuseTwice = (typed: TypedAddress) => {
    const same = savedAt(typed)
    if (same) throw new AppError('conflict', 'registry-exists', { name: same.saved.name })
  }

  const add: Registries['add'] = async (request, signal) => {
    const { address, name, signIn, decisions } = request
    const typed = readTypedAddress(address)
    refuseTwice(typed)
    const credential = await readSignIn(signIn, typed.host, { found, sources }, signal)
    const subject = { host: typed.host, before: {} }
    return connectionSettings.trial(subject, request.connection, async trial => {
      const { connection } = trial
      const looking = { address: typed, credential, mayList: true, agreed: decisions, connection }
      const { endpoint, probe } = await look(looking, signal)
      const id = randomUUID()
      const saved: SavedRegistry = {
        ...endpoint,
        id,
        name: name?.trim() || [typed.host, typed.path].filter(part => part !== '').join('/'),
        path: typed.path,
        kind: 'remote',
        connection: await trial.keep(id, decisions, signal),
        signIn: await signIns.keep(id, credential, decisions, signal),
        realm: credential && decisions.realm,
        addedAtMs: clock.now(),
      }
      store.registries.save(saved)
      const entry = open(saved)
      entry.report(stateOfProbe(probe))
      changed()
      return entry.shown()
    })
  }

  const setConnection: Registries['setConnection'] = (request, signal) => {
    const { registryId, connection, decisions } = request
    const entry = findRemote(registryId)
    const { host, connection: before } = entry.saved
    return connectionSettings.trial({ host, before }, connection, async trial => {
      const kept = await trial.keep(registryId, decisions, signal)
      const saved = { ...entry.saved, connection: kept }
      store.registries.save(saved)
      await entry.replace(saved, { reconnect: true })
      await end(registryId)
      await connectionSettings.discard(before, kept)
      return entry.shown()
    })
  }

  /** Registries of the same host that may have read with this sign-in: they start afresh. */
  const forgetBorrowed = async (saved: SavedRegistry) => {
    const wider = [...entries.values()].filter(entry => liesBelow(saved, entry.saved))
    for (const entry of wider) {
      await entry.replace(entry.saved, { reconnect: true })
      await forgetContents(entry.saved.id, { kept: false })
    }
  }

  const changeSignIn = async (
    entry: RegistryEntry,
    change: { signIn: SavedSignIn | undefined; realm: string | undefined },
  ) => {
    const before = entry.saved.signIn
    const saved = { ...entry.saved, ...change }
    store.registries.save(saved)
    await entry.replace(saved, { reconnect: true })
    await end(saved.id)
    signIns.watch(saved)
    if (before) await signIns.forget(before)
    if (before) await forgetBorrowed(saved)
    await forgetContents(saved.id, { kept: false })
  }

  const signInTo: Registries['signIn'] = async ({ registryId, signIn, decisions }, signal) => {
    const entry = findRemote(registryId)
    const { host, connection } = entry.saved
    const credential = await readSignIn(signIn, host, { found, sources }, signal)
    const address = typedAddressOf(entry.saved)
    const looking = { address, credential, mayList: true, agreed: decisions, connection }
    const { probe } = await look(looking, signal)
    const kept = await signIns.keep(registryId, credential, decisions, signal)
    await changeSignIn(entry, { signIn: kept, realm: credential && decisions.realm })
    entry.report(stateOfProbe(probe))
    return entry.shown()
  }

  const findRemote = (registryId: string): RegistryEntry => {
    const entry = find(registryId)
    // Nobody signs in to the built-in one: the program holds its password.
    if (entry.saved.kind === 'local') throw new AppError('unsupported', 'not-available-here')
    return entry
  }

  const removeRegistry = async (registryId: string) => {
    const { saved } = find(registryId)
    const entry = find(registryId)
    entries.delete(registryId)
    store.registries.remove(registryId)
    await entry.close()
    await end(registryId)
    if (saved.signIn) await signIns.forget(saved.signIn)
    if (saved.signIn) await forgetBorrowed(saved)
    await connectionSettings.discard(saved.connection)
    await forgetContents(registryId, { kept: true })
    changed()
  }

  for (const saved of store.registries.list()) {
    open(saved.kind === 'local' ? { ...saved, host: local.host } : saved)
    signIns.forgetSession(saved)
  }

  return {
    list: () => [...entries.values()].map(entry => entry.shown()),
    get: registryId => find(registryId).shown(),
    client: registryId => find(registryId).client(),
    connectOptions: registryId => find(registryId).connectOptions(),
    report: (registryId, state) => entries.get(registryId)?.report(state),
    probe: async ({ address, signIn, connection: change, decisions }, signal) => {
      const typed = readTypedAddress(address)
      const credential =
        signIn && (await readSignIn(signIn, typed.host, { found, sources }, signal))
      const request = { address: typed, credential, agreed: decisions }
      const mayList = signIn !== undefined
      const subject = { host: typed.host, before: savedConnection(typed) }
      return connectionSettings.trial(subject, change, async ({ connection }) => {
        return (await look({ ...request, mayList, asksRights: true, connection }, signal)).probe
      })
    },
    setConnection,
    certificate: async address => {
      const typed = readTypedAddress(address)
      return connectionSettings.look({ host: typed.host, plainHttp: false }, savedConnection(typed))
    },
    connectionSeen: registryId => entries.get(registryId)?.connectionSeen(),
    add,
    openLocal: async () => {
      const known = entries.get(localId)
      if (known) return known.shown()
      const saved = localRegistry(local.host, clock.now())
      store.registries.save(saved)
      const entry = open(saved)
      changed()
      return entry.shown()
    },
    signIn: signInTo,
    signOut: registryId =>
      changeSignIn(findRemote(registryId), { signIn: undefined, realm: undefined }),
    renew: async (registryId, signal) => {
      const entry = findRemote(registryId)
      await signIns.renew(entry.saved, signal)
      return entry.shown()
    },
    signedIn: async (registryId, signal) => {
      const { saved } = find(registryId)
      const credential = await signIns.credentialOf(saved, signal)
      if (!credential) {
        throw signIns.whyMissing(saved) ?? new AppError('unsupported', 'no-sign-in')
      }
      return { saved, credential }
    },
    rename: async (registryId, name) => {
      const entry = find(registryId)
      const saved = { ...entry.saved, name }
      store.registries.save(saved)
      await entry.replace(saved, { reconnect: false })
    },
    remove: removeRegistry,
    importable: async signal => {
      const saved = [...entries.values()].map(entry => entry.saved)
      return {
        found: showImportable(await found.list(signal), saved),
        broken: found.broken().map(({ shown, source }) => ({ file: shown, source })),
        unusable: found.unusable().map(({ key, reason, file: { shown, source } }) => ({
          key,
          reason,
          file: shown,
          source,
        })),
      }
    },
    close: async () => {
      signIns.close()
      await Promise.all([...entries.values()].map(entry => entry.close()))
    },
  }
}
