import { isAppError, isCancelled } from '../../../shared/errors.ts'
import type { CertificateView } from '../../../shared/ipc/schemas/connection-settings.ts'
import type { Probe } from '../../../shared/ipc/schemas/registries.ts'
import type { ConnectionSettings } from '../connection-settings/connection-settings.ts'
import type { Credential } from '../oci/base/credential.ts'
import { registryOrigin } from '../oci/base/endpoint.ts'
import type { RegistryEndpoint } from '../oci/base/endpoint.ts'
import type { Ping, RegistryClient } from '../oci/types.ts'
import type { SavedConnection } from '../store/saved-registries.ts'
import { anonymous, type Connect } from './connect.ts'
import { DecisionNeeded } from '../decision-needed.ts'
import { needsPlainHttpAgreement, type TypedAddress } from './typed-address.ts'
import { type ListingLook, lookAtListing } from './look-at-listing.ts'
import { lookAtRights } from './look-at-rights.ts'

export type Agreed = {
  readonly plainHttp?: boolean | undefined
  readonly realm?: string | undefined
}

export type ProbeRequest = {
  readonly address: TypedAddress
  /** Sent only when the user pressed Test or Add. */
  readonly credential: Credential | undefined
  /**
   * False while an address is typed: then nothing but `GET /v2/` is sent (docs/threats.md, "Where a sign-in may go").
   */
  readonly mayList: boolean
  /** Whether to ask what the sign-in may do, for whoever shows it. */
  readonly asksRights?: boolean
  readonly agreed: Agreed
  readonly connection: SavedConnection
  /** Looks at a certificate that was not trusted. */
  readonly look: ConnectionSettings['look']
}

export type Probed = { readonly endpoint: RegistryEndpoint; readonly probe: Probe }

/** Looks at a registry and keeps nothing. Throws DecisionNeeded before anything unencrypted leaves the machine. */
export const probeRegistry = async (
  connect: Connect,
  request: ProbeRequest,
  signal: AbortSignal,
): Promise<Probed> => {
  const { address, credential, mayList, asksRights = false, agreed, connection } = request
  const found = await findEndpoint(connect, request, signal)
  const client = connect({
    endpoint: found.endpoint,
    credentials: credential ? async () => credential : anonymous,
    trustedRealm: agreed.realm,
    connection,
  })
  try {
    const ping = credential ? await signedPing(client, signal) : found.ping
    const { path } = address
    const { repository, ...catalog }: ListingLook = mayList
      ? await lookAtListing(client, { path, signedIn: credential !== undefined }, signal)
      : { catalog: 'unknown' }
    const rights =
      asksRights && credential
        ? await lookAtRights(client, { repository, path }, signal)
        : undefined
    return {
      endpoint: found.endpoint,
      probe: {
        ...found.endpoint,
        path,
        authentication: found.ping.authentication,
        ...(found.ping.vendor && { vendor: found.ping.vendor }),
        ...(found.ping.product !== undefined && { product: found.ping.product }),
        ...(credential && { signedInAs: credential.username }),
        ...catalog,
        ...(rights && { rights }),
        tookMs: ping.tookMs,
      },
    }
  } finally {
    await client.close()
  }
}

type Found = { readonly endpoint: RegistryEndpoint; readonly ping: Ping }

/** Each endpoint is tried without the sign-in, so that a wrong one never sees it. */
const findEndpoint = async (
  connect: Connect,
  { address, agreed, connection, look }: ProbeRequest,
  signal: AbortSignal,
): Promise<Found> => {
  const failures: unknown[] = []
  for (const endpoint of address.endpoints) {
    if (needsPlainHttpAgreement(endpoint)) {
      if (failures.length > 0 && !failures.some(speaksHttp)) break
      if (agreed.plainHttp !== true)
        throw new DecisionNeeded({ decision: 'plain-http', host: endpoint.host })
    }
    const client = connect({
      endpoint,
      credentials: anonymous,
      trustedRealm: undefined,
      connection,
      // A TLS port answers plain HTTP with what looks like a fault of the network; the other way is tried at once.
      ...(endpoint.plainHttp && endpoint !== address.endpoints.at(-1) && { tries: 1 }),
    })
    try {
      return { endpoint, ping: await client.ping({ signal }) }
    } catch (error) {
      if (isCancelled(error)) throw error
      if (isUntrusted(error, endpoint))
        throw await certificateDecision(error, look(endpoint, connection))
      failures.push(error)
    } finally {
      await client.close()
    }
  }
  throw failures[0]
}

/** Whether it is the registry's own certificate that is not trusted, not that of a proxy on the way. */
const isUntrusted = (error: unknown, { host }: RegistryEndpoint): boolean =>
  isAppError(error) &&
  error.code === 'untrusted-certificate' &&
  !error.reason.startsWith('client-certificate') &&
  error.params['host'] === registryOrigin({ host, plainHttp: false }).host

/** Where the second connection shows nothing, or a trusted certificate, the first error stands. */
const certificateDecision = async (
  error: unknown,
  looking: Promise<CertificateView>,
): Promise<unknown> => {
  const certificate = await looking.catch(() => undefined)
  if (!certificate || certificate.trusted) return error
  return new DecisionNeeded({ decision: 'certificate', certificate }, { cause: error })
}

/**
 * Only a registry that answers TLS with plain HTTP is worth the question: after any other failure of TLS, HTTP would
 * hide an attack.
 */
const speaksHttp = (error: unknown): boolean => isAppError(error) && error.reason === 'speaks-http'

/** Asks with the sign-in. Throws DecisionNeeded when its token service is on a site nobody agreed to. */
const signedPing = async (client: RegistryClient, signal: AbortSignal): Promise<Ping> => {
  try {
    return await client.ping({ signal })
  } catch (error) {
    throw realmDecision(error) ?? error
  }
}

// oci/auth stops before it sends a sign-in to a token service on another site than the registry's.
const realmDecision = (error: unknown): DecisionNeeded | undefined =>
  isAppError(error) && error.reason === 'realm-not-agreed'
    ? new DecisionNeeded({
        decision: 'realm',
        host: String(error.params['host']),
        realm: String(error.params['realm']),
      })
    : undefined
