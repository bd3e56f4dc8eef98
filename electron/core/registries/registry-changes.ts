import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { ConnectionChange } from '../../../shared/ipc/schemas/connection-settings.ts'
import type { Decisions } from '../../../shared/ipc/schemas/decisions.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { NewSignIn } from '../../../shared/ipc/schemas/sign-ins.ts'
import type { ConnectionSettings } from '../connection-settings/connection-settings.ts'
import type { Events } from '../events/events.ts'
import type { Clock } from '../ports.ts'
import type { LocalAccess } from '../sign-ins/local-access.ts'
import { liesBelow } from '../sign-ins/sign-ins.ts'
import type { SavedRegistry } from '../store/saved-registries.ts'
import type { Store } from '../store/store.ts'
import type { OpenRegistries } from './open-registries.ts'
import { localId, localRegistry, stateOfProbe } from './registry-defaults.ts'
import type { RegistryEntry } from './registry-entry.ts'
import type { RegistryLooks } from './registry-looks.ts'
import { readTypedAddress, typedAddressOf } from './typed-address.ts'

/** What a user does with the saved registries. Throws DecisionNeeded where the user has to agree first. */
export type RegistryChanges = {
  add(
    request: {
      readonly address: string
      readonly name?: string | undefined
      readonly signIn: NewSignIn
      readonly connection?: ConnectionChange | undefined
      readonly decisions: Decisions
    },
    signal: AbortSignal,
  ): Promise<Registry>
  openLocal(): Promise<Registry>
  signIn(
    request: {
      readonly registryId: string
      readonly signIn: NewSignIn
      readonly decisions: Decisions
    },
    signal: AbortSignal,
  ): Promise<Registry>
  signOut(registryId: string): Promise<void>
  /** Running requests and transfers end; the next go the new way. */
  setConnection(
    request: {
      readonly registryId: string
      readonly connection: ConnectionChange
      readonly decisions: Decisions
    },
    signal: AbortSignal,
  ): Promise<Registry>
  rename(registryId: string, name: string): Promise<void>
  remove(registryId: string): Promise<void>
}

export type RegistryChangesDeps = {
  readonly store: Store
  readonly connectionSettings: ConnectionSettings
  readonly local: LocalAccess
  readonly clock: Clock
  readonly events: Events
}

export const createRegistryChanges = (
  { store, connectionSettings, local, clock, events }: RegistryChangesDeps,
  open: OpenRegistries,
  { look, readSignIn }: Pick<RegistryLooks, 'look' | 'readSignIn'>,
): RegistryChanges => {
  const { signIns } = open

  const end = (registryId: string) => events.tell('sign-in-ended', { registryId })

  const forgetContents = async (registryId: string, options: { kept: boolean }) => {
    await store.forgetContents(registryId, options)
    await events.tell('contents-forgotten', { registryId })
    if (!options.kept) void events.tell('changed', { changed: 'repositories', registryId })
  }

  /** Registries of the same host that may have read with this sign-in: they start afresh. */
  const forgetBorrowed = async (saved: SavedRegistry) => {
    const wider = open.all().filter(entry => liesBelow(saved, entry.saved))
    for (const entry of wider) {
      await entry.replace(entry.saved, { reconnect: true })
      await forgetContents(entry.saved.id, { kept: false })
    }
  }

  const changeSignIn = async (
    entry: RegistryEntry,
    change: Pick<SavedRegistry, 'signIn' | 'realm'>,
  ) => {
    const before = entry.saved.signIn
    const saved = await open.change(entry, change, { reconnect: true })
    await end(saved.id)
    signIns.watch(saved)
    if (before) await signIns.forget(before)
    if (before) await forgetBorrowed(saved)
    await forgetContents(saved.id, { kept: false })
  }

  return {
    add: async ({ address, name, signIn, connection: change, decisions }, signal) => {
      const typed = readTypedAddress(address)
      const same = open.at(typed)
      if (same) throw new AppError('conflict', 'registry-exists', { name: same.saved.name })
      const credential = await readSignIn(signIn, typed.host, signal)
      const subject = { host: typed.host, before: {} }
      return connectionSettings.trial(subject, change, async trial => {
        const { connection } = trial
        const looking = { address: typed, credential, mayList: true, agreed: decisions, connection }
        const { endpoint, probe } = await look(looking, signal)
        const id = randomUUID()
        const entry = open.add({
          ...endpoint,
          id,
          name: name?.trim() || [typed.host, typed.path].filter(part => part !== '').join('/'),
          path: typed.path,
          kind: 'remote',
          connection: await trial.keep(id, decisions, signal),
          signIn: await signIns.keep(id, credential, decisions, signal),
          realm: credential && decisions.realm,
          addedAtMs: clock.now(),
        })
        entry.report(stateOfProbe(probe))
        return entry.shown()
      })
    },
    openLocal: async () => {
      const entry = open.get(localId) ?? open.add(localRegistry(local.host, clock.now()))
      return entry.shown()
    },
    signIn: async ({ registryId, signIn, decisions }, signal) => {
      const entry = open.findRemote(registryId)
      const { host, connection } = entry.saved
      const credential = await readSignIn(signIn, host, signal)
      const address = typedAddressOf(entry.saved)
      // The token service that the user agreed to once is this registry's for its next sign-in too.
      const realm = decisions.realm ?? entry.saved.realm
      const agreed = { ...decisions, realm }
      const { probe } = await look(
        { address, credential, mayList: true, agreed, connection },
        signal,
      )
      const kept = await signIns.keep(registryId, credential, decisions, signal)
      await changeSignIn(entry, { signIn: kept, realm: credential && realm })
      entry.report(stateOfProbe(probe))
      return entry.shown()
    },
    signOut: async registryId =>
      changeSignIn(open.findRemote(registryId), { signIn: undefined, realm: undefined }),
    setConnection: async ({ registryId, connection, decisions }, signal) => {
      const entry = open.findRemote(registryId)
      const { host, connection: before } = entry.saved
      return connectionSettings.trial({ host, before }, connection, async trial => {
        const kept = await trial.keep(registryId, decisions, signal)
        await open.change(entry, { connection: kept }, { reconnect: true })
        await end(registryId)
        await connectionSettings.discard(before, kept)
        return entry.shown()
      })
    },
    rename: async (registryId, name) => {
      await open.change(open.find(registryId), { name }, { reconnect: false })
    },
    remove: async registryId => {
      const { saved } = open.find(registryId)
      await open.remove(registryId)
      await end(registryId)
      if (saved.signIn) await signIns.forget(saved.signIn)
      if (saved.signIn) await forgetBorrowed(saved)
      await connectionSettings.discard(saved.connection)
      await forgetContents(registryId, { kept: true })
      void events.tell('changed', { changed: 'registries' })
    },
  }
}
