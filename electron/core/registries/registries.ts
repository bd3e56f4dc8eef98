import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { Output } from '../../../shared/ipc/contract.ts'
import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'
import type {
  CertificateView,
  ConnectionChange,
  ConnectionSeen,
} from '../../../shared/ipc/schemas/connection.ts'
import type {
  Decisions,
  NewSignIn,
  Probe,
  Registry,
} from '../../../shared/ipc/schemas/registries.ts'
import type { Changes } from '../changes.ts'
import type { Credential } from '../oci/types.ts'
import type { Connections } from '../connection/connections.ts'
import type { Clock, Logger } from '../ports.ts'
import type { SavedRegistry, SavedSignIn } from '../store/saved-registries.ts'
import type { Store } from '../store/store.ts'
import type { Connect, ConnectOptions } from './connect.ts'
import { createFetchedSecrets } from './fetched-secrets.ts'
import type { FoundSignIns } from './found-sign-ins.ts'
import { showImportable } from './importable.ts'
import { keepSecret } from './keep-secret.ts'
import type { LocalAccess } from './local-access.ts'
import { type Probed, probeRegistry } from './probe-registry.ts'
import { createRegistryCredentials } from './registry-credentials.ts'
import { localId, localRegistry, stateOfProbe } from './registry-defaults.ts'
import { createRenewal } from './renewal.ts'
import { createRegistryEntry, type RegistryEntry } from './registry-entry.ts'
import type { SignInSecrets } from './sign-in-secrets.ts'
import type { SignInSources } from './sign-in-sources.ts'
import { readTypedAddress, type TypedAddress, typedAddressOf } from './typed-address.ts'
import { type NewCredential, readSignIn } from './typed-sign-in.ts'
import type { RegistryDirectory } from './types.ts'

/** The saved registries and what a user does with them. Throws DecisionOwed where the user has to agree first. */
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
  connectionSeen(registryId: string): ConnectionSeen | undefined
  /** Asks who hands out the secret for another one now. Throws `unsupported/not-renewable`. */
  renew(registryId: string, signal: AbortSignal): Promise<Registry>
  /** The saved registry and its sign-in, for who signs in elsewhere with it. Throws `unsupported/no-sign-in`. */
  signedIn(registryId: string, signal: AbortSignal): Promise<SignedIn>
  rename(registryId: string, name: string): Promise<void>
  remove(registryId: string): Promise<void>
  importable(signal: AbortSignal): Promise<Output<'registries.importable'>>
  /** How the registry's client reaches it. Throws `not-found/registry`. */
  connectOptions(registryId: string): ConnectOptions
  /** Told of every exchange of a saved registry's client, secrets already replaced. */
  onExchange(listener: ExchangeListener): void
  /** Told when a sign-in ends or a registry goes: whatever still moves with it has to end. */
  onEnded(listener: (registryId: string) => Promise<void>): void
  close(): Promise<void>
}

export type SignedIn = { readonly saved: SavedRegistry; readonly credential: Credential }

type ExchangeListener = (registryId: string, exchange: RecordedExchange) => void

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
  readonly connections: Connections
  readonly found: FoundSignIns
  readonly sources: SignInSources
  /** With ~ for the home folder. */
  readonly showPath: (file: string) => string
  readonly local: LocalAccess
  readonly clock: Clock
  readonly logger: Logger
  readonly changes: Changes
}

export const createRegistries = (deps: RegistriesDeps): Registries => {
  const { store, secrets, connect, connections, found, sources, local, clock, changes } = deps
  const { logger, showPath } = deps
  const entries = new Map<string, RegistryEntry>()
  const exchangeListeners: ExchangeListener[] = []
  const endListeners: ((registryId: string) => Promise<void>)[] = []
  const changed = () => changes.tell({ changed: 'registries' })

  const fetched = createFetchedSecrets({
    sources,
    clock,
    fetched: ({ id, signIn }, lifeMs) => {
      const renewedAtMs = clock.now()
      if (signIn) saveSignIn(id, { ...signIn, renewedAtMs, expiresAtMs: renewedAtMs + lifeMs })
    },
  })
  const renewal = createRenewal({
    fetched,
    secrets,
    clock,
    logger,
    save: (...args) => saveSignIn(...args),
  })
  const credentials = createRegistryCredentials({
    secrets,
    fetched,
    local,
    clock,
    showPath,
    changed,
  })

  const credentialOf = async (
    { id }: SavedRegistry,
    signal: AbortSignal,
  ): Promise<Credential | undefined> => {
    await renewal.renewInTime(find(id).saved, signal)
    const { saved } = find(id)
    const credential = await credentials.credentialOf(saved, signal)
    if (!credential || !renewal.canRenew(saved)) return credential
    const renew = async (stop: AbortSignal) => {
      const other = await renewal.renewRefused(find(id).saved, stop)
      return other && { ...other, renew }
    }
    return { ...credential, renew }
  }

  const open = (saved: SavedRegistry): RegistryEntry => {
    const entry = createRegistryEntry(saved, {
      connect,
      clock,
      credential: credentialOf,
      secretState: credentials.secretState,
      whyMissing: credentials.whyMissing,
      showPath,
      showConnection: connections.show,
      changed,
      vendorOf: registryId => store.capabilities.identity(registryId)?.vendor,
      onExchange: registryId => exchange =>
        exchangeListeners.forEach(listener => listener(registryId, exchange)),
    })
    entries.set(saved.id, entry)
    return entry
  }

  const find = (registryId: string): RegistryEntry => {
    const entry = entries.get(registryId)
    if (!entry) throw new AppError('not-found', 'registry')
    return entry
  }

  const end = async (registryId: string) => {
    await Promise.all(endListeners.map(listener => listener(registryId)))
  }

  const look = (
    request: Omit<Parameters<typeof probeRegistry>[1], 'look'>,
    signal: AbortSignal,
  ): Promise<Probed> => probeRegistry(connect, { ...request, look: connections.look }, signal)

  const refuseTwice = ({ host, path }: TypedAddress) => {
    const same = [...entries.values()].find(
      ({ saved }) => saved.host === host && saved.path === path && saved.kind === 'remote',
    )
    if (same) throw new AppError('conflict', 'registry-exists', { name: same.saved.name })
  }

  const keep = async (
    ownerId: string,
    credential: NewCredential | undefined,
    decisions: Decisions,
    signal: AbortSignal,
  ): Promise<SavedSignIn | undefined> => {
    if (!credential) return undefined
    const request = { secrets, ownerId, credential, decisions, nowMs: clock.now() }
    const kept = await keepSecret(request, signal)
    if (kept.place === 'elsewhere' && kept.source?.kind !== 'file') {
      fetched.hold(kept.account, credential)
    }
    return kept
  }

  const add: Registries['add'] = async (request, signal) => {
    const { address, name, signIn, decisions } = request
    const typed = readTypedAddress(address)
    refuseTwice(typed)
    const credential = await readSignIn(signIn, typed.host, { found, sources }, signal)
    const subject = { host: typed.host, before: {} }
    return connections.trial(subject, request.connection, async trial => {
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
        signIn: await keep(id, credential, decisions, signal),
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
    return connections.trial({ host, before }, connection, async trial => {
      const kept = await trial.keep(registryId, decisions, signal)
      const saved = { ...entry.saved, connection: kept }
      store.registries.save(saved)
      await entry.replace(saved, { reconnect: true })
      await end(registryId)
      await connections.discard(before, kept)
      return entry.shown()
    })
  }

  const forgetSecret = async (signIn: SavedSignIn) => {
    fetched.forget(signIn.account)
    await secrets.remove(signIn)
  }

  /** The same sign-in with another secret or end: nothing that moves with it stops. */
  const saveSignIn = (registryId: string, signIn: SavedSignIn, before = signIn.account) => {
    const entry = entries.get(registryId)
    if (entry?.saved.signIn?.account !== before) return false
    const saved = { ...entry.saved, signIn }
    store.registries.save(saved)
    void entry.replace(saved, { reconnect: false })
    return true
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
    if (before) await forgetSecret(before)
    await store.forgetContents(saved.id, { kept: false })
    changes.tell({ changed: 'repositories', registryId: saved.id })
  }

  const signInTo: Registries['signIn'] = async ({ registryId, signIn, decisions }, signal) => {
    const entry = findRemote(registryId)
    const { host, connection } = entry.saved
    const credential = await readSignIn(signIn, host, { found, sources }, signal)
    const address = typedAddressOf(entry.saved)
    const looking = { address, credential, mayList: true, agreed: decisions, connection }
    const { probe } = await look(looking, signal)
    const kept = await keep(registryId, credential, decisions, signal)
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
    if (saved.signIn) await forgetSecret(saved.signIn)
    await connections.discard(saved.connection)
    await store.forgetContents(registryId, { kept: true })
    changed()
  }

  for (const saved of store.registries.list()) {
    open(saved.kind === 'local' ? { ...saved, host: local.host } : saved)
    credentials.forgetSession(saved)
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
      const subject = { host: typed.host, before: {} }
      return connections.trial(subject, change, async ({ connection }) => {
        return (await look({ ...request, mayList, connection }, signal)).probe
      })
    },
    setConnection,
    certificate: async address => {
      const { host, path } = readTypedAddress(address)
      const known = [...entries.values()].find(
        ({ saved }) => saved.host === host && saved.path === path && saved.kind === 'remote',
      )
      return connections.look({ host, plainHttp: false }, known?.saved.connection ?? {})
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
      await renewal.renew(entry.saved, signal)
      await entry.replace(entry.saved, { reconnect: true })
      return entry.shown()
    },
    signedIn: async (registryId, signal) => {
      const { saved } = find(registryId)
      const credential = await credentialOf(saved, signal)
      if (!credential) {
        throw credentials.whyMissing(saved) ?? new AppError('unsupported', 'no-sign-in')
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
      return { found: showImportable(await found.list(signal), saved) }
    },
    onExchange: listener => void exchangeListeners.push(listener),
    onEnded: listener => void endListeners.push(listener),
    close: async () => {
      await Promise.all([...entries.values()].map(entry => entry.close()))
    },
  }
}
