import type {
  CertificateView,
  ConnectionChange,
} from '../../../shared/ipc/schemas/connection-settings.ts'
import type { Decisions } from '../../../shared/ipc/schemas/decisions.ts'
import type { Probe } from '../../../shared/ipc/schemas/registries.ts'
import type { NewSignIn } from '../../../shared/ipc/schemas/sign-ins.ts'
import type { ConnectionSettings } from '../connection-settings/connection-settings.ts'
import type { FoundSignIns } from '../sign-in-sources/found-sign-ins.ts'
import type { SignInSources } from '../sign-in-sources/sign-in-sources.ts'
import { type NewCredential, readSignIn } from '../sign-ins/typed-sign-in.ts'
import type { Connect } from './connect.ts'
import type { OpenRegistries } from './open-registries.ts'
import { type Probed, type ProbeRequest, probeRegistry } from './probe-registry.ts'
import { readTypedAddress, type TypedAddress } from './typed-address.ts'

/** Looking at an address; nothing is kept of it. */
export type RegistryLooks = {
  probe(
    request: {
      readonly address: string
      readonly signIn?: NewSignIn | undefined
      readonly connection?: ConnectionChange | undefined
      readonly decisions: Decisions
    },
    signal: AbortSignal,
  ): Promise<Probe>
  /** What an address shows, over the connection of the saved registry where there is one. Sends nothing. */
  certificate(address: string): Promise<CertificateView>
  look(request: Omit<ProbeRequest, 'look'>, signal: AbortSignal): Promise<Probed>
  /** What the user gave as a sign-in for this host; undefined for anonymous. */
  readSignIn(
    signIn: NewSignIn,
    host: string,
    signal: AbortSignal,
  ): Promise<NewCredential | undefined>
}

export type RegistryLooksDeps = {
  readonly connect: Connect
  readonly connectionSettings: ConnectionSettings
  readonly found: FoundSignIns
  readonly sources: SignInSources
}

export const createRegistryLooks = (
  deps: RegistryLooksDeps,
  open: Pick<OpenRegistries, 'at'>,
): RegistryLooks => {
  const { connect, connectionSettings } = deps

  const look: RegistryLooks['look'] = (request, signal) =>
    probeRegistry(connect, { ...request, look: connectionSettings.look }, signal)

  const read: RegistryLooks['readSignIn'] = (signIn, host, signal) =>
    readSignIn(signIn, host, deps, signal)

  /** A registry in the sidebar is looked at over its own connection. */
  const savedConnection = (typed: TypedAddress) => open.at(typed)?.saved.connection ?? {}

  return {
    look,
    readSignIn: read,
    probe: async ({ address, signIn, connection: change, decisions }, signal) => {
      const typed = readTypedAddress(address)
      const credential = signIn && (await read(signIn, typed.host, signal))
      const realm = decisions.realm ?? open.at(typed)?.saved.realm
      const request = { address: typed, credential, agreed: { ...decisions, realm } }
      const mayList = signIn !== undefined
      const subject = { host: typed.host, before: savedConnection(typed) }
      return connectionSettings.trial(subject, change, async ({ connection }) => {
        return (await look({ ...request, mayList, asksRights: true, connection }, signal)).probe
      })
    },
    certificate: async address => {
      const typed = readTypedAddress(address)
      return connectionSettings.look({ host: typed.host, plainHttp: false }, savedConnection(typed))
    },
  }
}
