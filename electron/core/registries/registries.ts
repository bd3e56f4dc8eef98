import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { Output } from '../../../shared/ipc/contract.ts'
import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'
import type {
  Decisions,
  NewSignIn,
  Probe,
  Registry,
} from '../../../shared/ipc/schemas/registries.ts'
import type { Changes } from '../changes.ts'
import type { Credential } from '../oci/types.ts'
import type { Clock } from '../ports.ts'
import type { SavedRegistry, SavedSignIn } from '../store/saved-registries.ts'
import type { Store } from '../store/store.ts'
import type { Connect, ConnectOptions } from './connect.ts'
import type { FoundSignIns } from './found-sign-ins.ts'
import { keepSecret } from './keep-secret.ts'
import type { LocalAccess } from './local-access.ts'
import { type Probed, probeRegistry } from './probe-registry.ts'
import { createRegistryCredentials } from './registry-credentials.ts'
import { localId, localRegistry, stateOfProbe } from './registry-defaults.ts'
import { createRegistryEntry, type RegistryEntry } from './registry-entry.ts'
import type { SignInSecrets } from './sign-in-secrets.ts'
import { readTypedAddress, type TypedAddress, typedAddressOf } from './typed-address.ts'
import { readSignIn } from './typed-sign-in.ts'
import type { RegistryDirectory } from './types.ts'

/** The saved registries and what a user does with them. Throws DecisionOwed where the user has to agree first. */
export type Registries = RegistryDirectory & {
  probe(request: ProbeRequest, signal: AbortSignal): Promise<Probe>
  add(request: AddRequest, signal: AbortSignal): Promise<Registry>
  openLocal(): Promise<Registry>
  signIn(request: SignInRequest, signal: AbortSignal): Promise<Registry>
  signOut(registryId: string): Promise<void>
  rename(registryId: string, name: string): Promise<void>
  remove(registryId: string): Promise<void>
  importable(): Promise<Output<'registries.importable'>>
  /** How the registry's client reaches it. Throws `not-found/registry`. */
  connectOptions(registryId: string): ConnectOptions
  /** Told of every exchange of a saved registry's client, secrets already replaced. */
  onExchange(listener: ExchangeListener): void
  /** Told when a sign-in ends or a registry goes: whatever still moves with it has to end. */
  onEnded(listener: (registryId: string) => Promise<void>): void
  close(): Promise<void>
}

type ExchangeListener = (registryId: string, exchange: RecordedExchange) => void

type ProbeRequest = {
  readonly address: string
  readonly signIn?: NewSignIn | undefined
  readonly decisions: Decisions
}
export type AddRequest = {
  readonly address: string
  readonly name?: string | undefined
  readonly signIn: NewSignIn
  readonly decisions: Decisions
}
type SignInRequest = {
  readonly registryId: string
  readonly signIn: NewSignIn
  readonly decisions: Decisions
}

export type RegistriesDeps = {
  readonly store: Store
  readonly secrets: SignInSecrets
  readonly connect: Connect
  readonly found: FoundSignIns
  readonly local: LocalAccess
  readonly clock: Clock
  readonly changes: Changes
}

export const createRegistries = (deps: RegistriesDeps): Registries => {
  const { store, secrets, connect, found, local, clock, changes } = deps
  const entries = new Map<string, RegistryEntry>()
  const exchangeListeners: ExchangeListener[] = []
  const endListeners: ((registryId: string) => Promise<void>)[] = []
  const changed = () => changes.tell({ changed: 'registries' })

  const credentials = createRegistryCredentials({ secrets, local, clock, changed })

  const open = (saved: SavedRegistry): RegistryEntry => {
    const entry = createRegistryEntry(saved, {
      connect,
      clock,
      credential: credentials.credentialOf,
      secretState: credentials.secretState,
      changed,
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
    address: TypedAddress,
    credential: Credential | undefined,
    decisions: Decisions,
    signal: AbortSignal,
  ): Promise<Probed> =>
    probeRegistry(connect, { address, credential, mayList: true, agreed: decisions }, signal)

  const refuseTwice = ({ host, path }: TypedAddress) => {
    const same = [...entries.values()].find(
      ({ saved }) => saved.host === host && saved.path === path && saved.kind === 'remote',
    )
    if (same) throw new AppError('conflict', 'registry-exists', { name: same.saved.name })
  }

  const add: Registries['add'] = async ({ address, name, signIn, decisions }, signal) => {
    const typed = readTypedAddress(address)
    refuseTwice(typed)
    const credential = await readSignIn(signIn, found)
    const { endpoint, probe } = await look(typed, credential, decisions, signal)
    const id = randomUUID()
    const saved: SavedRegistry = {
      ...endpoint,
      id,
      name: name?.trim() || [typed.host, typed.path].filter(part => part !== '').join('/'),
      path: typed.path,
      kind: 'remote',
      signIn: await keepSecret(secrets, id, credential, decisions, signal),
      realm: credential && decisions.realm,
      connection: {},
      addedAtMs: clock.now(),
    }
    store.registries.save(saved)
    const entry = open(saved)
    entry.report(stateOfProbe(probe))
    changed()
    return entry.shown()
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
    if (before) await secrets.remove(before)
    await store.forgetContents(saved.id, { kept: false })
    changes.tell({ changed: 'repositories', registryId: saved.id })
  }

  const signInTo: Registries['signIn'] = async ({ registryId, signIn, decisions }, signal) => {
    const entry = findRemote(registryId)
    const credential = await readSignIn(signIn, found)
    const { probe } = await look(typedAddressOf(entry.saved), credential, decisions, signal)
    const kept = await keepSecret(secrets, registryId, credential, decisions, signal)
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
    if (saved.signIn) await secrets.remove(saved.signIn)
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
    probe: async ({ address, signIn, decisions }, signal) => {
      const credential = signIn && (await readSignIn(signIn, found))
      const request = { address: readTypedAddress(address), credential, agreed: decisions }
      const mayList = signIn !== undefined
      return (await probeRegistry(connect, { ...request, mayList }, signal)).probe
    },
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
    rename: async (registryId, name) => {
      const entry = find(registryId)
      const saved = { ...entry.saved, name }
      store.registries.save(saved)
      await entry.replace(saved, { reconnect: false })
    },
    remove: removeRegistry,
    importable: async () => {
      const { found: all } = await found.list()
      const isAdded = (host: string, username: string) =>
        [...entries.values()].some(
          ({ saved }) => saved.host === host && saved.signIn?.username === username,
        )
      return {
        found: all.map(({ id, file, entry: { host, path: entryPath, username } }) => ({
          id,
          host,
          path: entryPath,
          username,
          source: file.source,
          file: file.shown,
          secretIn: { kind: 'file' },
          tokenKind: 'password',
          alreadyAdded: isAdded(host, username),
        })),
      }
    },
    onExchange: listener => void exchangeListeners.push(listener),
    onEnded: listener => void endListeners.push(listener),
    close: async () => {
      await Promise.all([...entries.values()].map(entry => entry.close()))
    },
  }
}
