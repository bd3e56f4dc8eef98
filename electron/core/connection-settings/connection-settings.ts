import { isAppError } from '../../../shared/errors.ts'
import type {
  CertificateView,
  ConnectionChange,
  ConnectionShown,
} from '../../../shared/ipc/schemas/connection-settings.ts'
import type { Decisions } from '../../../shared/ipc/schemas/decisions.ts'
import { registryOrigin } from '../oci/base/endpoint.ts'
import { lookAtCertificate } from '../http/connect/look-at-certificate.ts'
import { createSecureContexts } from '../http/tls/secure-contexts.ts'
import type { RegistryEndpoint } from '../oci/base/endpoint.ts'
import type { Clock } from '../ports.ts'
import { DecisionNeeded } from '../decision-needed.ts'
import type { SignInSecrets } from '../sign-ins/sign-in-secrets.ts'
import {
  connectionSecrets,
  type ConnectionSecret,
  type SavedConnection,
} from '../store/saved-registries.ts'
import type { CertsD } from './certs-d.ts'
import { readConnectionFile } from './connection-files.ts'
import { connectionFiles, mapConnection } from './connection-parts.ts'
import type { HandedFiles } from './handed-files.ts'
import type { ConnectionOptionsOf } from './connection-options.ts'
import { showConnection } from './show-connection.ts'
import { createStaging } from './stage-connection.ts'

/** The ways registries are reached: changed in two steps, so that one can be tried before it is kept. */
export type ConnectionSettings = {
  show(connection: SavedConnection): ConnectionShown
  /**
   * Runs with what a change makes of a connection, checked and usable at once; forgets afterwards what was not kept.
   * Throws AppError that names the file or the proxy.
   */
  trial<T>(
    subject: { readonly host: string; readonly before: SavedConnection },
    change: ConnectionChange | undefined,
    act: (trial: Trial) => Promise<T>,
  ): Promise<T>
  /** Forgets secrets and copies of `before` that `after` does not use. */
  discard(before: SavedConnection, after?: SavedConnection): Promise<void>
  /** What the host shows over this connection. Throws `unreachable`. */
  look(endpoint: RegistryEndpoint, connection: SavedConnection): Promise<CertificateView>
  /** Deletes uploads that were not kept. */
  close(): Promise<void>
  /** Deletes what a crash left behind. */
  repair(saved: readonly SavedConnection[]): Promise<void>
}

export type Trial = {
  readonly connection: SavedConnection
  /** Puts new secrets in the keychain and copies what was uploaded. Throws DecisionNeeded `session-only`. */
  keep(ownerId: string, decisions: Decisions, signal: AbortSignal): Promise<SavedConnection>
}

type KeepRequest = {
  readonly ownerId: string
  readonly before: SavedConnection
  readonly staged: SavedConnection
  readonly decisions: Decisions
}

type Deps = {
  readonly files: HandedFiles
  readonly certsD: CertsD
  readonly connectionOptions: ConnectionOptionsOf
  readonly secrets: SignInSecrets
  readonly showPath: (file: string) => string
  readonly isMissing: (account: string) => boolean
  readonly clock: Clock
}

export const createConnectionSettings = (deps: Deps): ConnectionSettings => {
  const { files, certsD, connectionOptions, secrets, showPath, clock } = deps
  const change = createStaging({
    files,
    certsD,
    read: file => readConnectionFile(file, showPath(file)),
    hold: secret => ({
      place: 'session',
      account: secrets.saveForSession('connection', secret).account,
    }),
  })

  const discard: ConnectionSettings['discard'] = async (before, after = {}) => {
    const kept = new Set(connectionSecrets(after).map(({ account }) => account))
    const gone = connectionSecrets(before).filter(({ account }) => !kept.has(account))
    await Promise.all(gone.map(place => secrets.remove(place)))
    const left = new Set(connectionFiles(after))
    const copies = connectionFiles(before).filter(file => !left.has(file))
    await Promise.all(copies.map(file => files.removeCopy(file)))
  }

  const keepSecret = async (
    ownerId: string,
    place: ConnectionSecret,
    signal: AbortSignal,
  ): Promise<ConnectionSecret> => {
    const secret = await secrets.read(place, signal)
    if (!secret) return place
    try {
      const { place: kept, account } = await secrets.save(ownerId, secret.reveal(), signal)
      return { place: kept === 'keychain' ? kept : 'session', account }
    } catch (error) {
      if (!isAppError(error) || error.code !== 'keychain-unavailable') throw error
      throw new DecisionNeeded({ decision: 'session-only', reason: error.reason })
    }
  }

  const keep = async (
    { ownerId, before, staged, decisions }: KeepRequest,
    signal: AbortSignal,
  ): Promise<SavedConnection> => {
    const old = new Set(connectionSecrets(before).map(({ account }) => account))
    const isNew = ({ account }: ConnectionSecret) => !old.has(account)
    const moved = new Map<string, ConnectionSecret>()
    if (decisions.sessionOnly === true) secrets.agreeToSession()
    const toMove = decisions.sessionOnly === true ? [] : connectionSecrets(staged).filter(isNew)
    try {
      for (const place of toMove) moved.set(place.account, await keepSecret(ownerId, place, signal))
    } catch (error) {
      await Promise.all([...moved.values()].map(place => secrets.remove(place)))
      throw error
    }
    const kept = await mapConnection(staged, {
      file: file => files.keep(file),
      secret: place => moved.get(place.account) ?? place,
    })
    return kept
  }

  return {
    show: connection => showConnection(connection, deps),
    trial: async ({ host, before }, wanted, act) => {
      await files.removeUploads()
      const staged = wanted ? await change(host, before, wanted) : before
      let kept = before
      try {
        if (wanted) createSecureContexts().for(await connectionOptions(staged).trust())
        return await act({
          connection: staged,
          keep: async (ownerId, decisions, signal) => {
            kept = await keep({ ownerId, before, staged, decisions }, signal)
            await files.removeUploads(tokensOf(wanted))
            return kept
          },
        })
      } finally {
        await discard(staged, kept)
      }
    },
    discard,
    look: async (endpoint, connection) => {
      const url = registryOrigin({ ...endpoint, plainHttp: false })
      const { trust, route } = connectionOptions(connection)
      const looking = { url, trust: await trust(), route: await route(url), nowMs: clock.now() }
      const { look, chain } = await lookAtCertificate(looking)
      return { ...look, ...(await certsD.offers(endpoint.host, chain)) }
    },
    close: () => files.close(),
    repair: saved => files.repair(saved.flatMap(connectionFiles)),
  }
}

const tokensOf = (change: ConnectionChange | undefined): string[] => {
  const { ca, clientCertificate: client } = change ?? {}
  const ofClient =
    client?.kind === 'pem'
      ? [client.certificateToken, client.keyToken]
      : client?.kind === 'pkcs12'
        ? [client.token]
        : []
  return [...(ca?.kind === 'file' ? [ca.token] : []), ...ofClient]
}
