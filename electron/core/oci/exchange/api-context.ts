import type { Clock } from '../../ports.ts'
import type { Credential } from '../base/credential.ts'
import type { ListingEnd, NamePage } from '../base/name-page.ts'
import type { TranslateError } from '../dictionary/oci-errors.ts'
import type { Exchange } from './exchange.ts'

/**
 * What an API beside the specification's may use of a client, as its user. None of it follows a redirect to another
 * host with a sign-in.
 */
export type ApiContext = {
  readonly host: string
  readonly registry: URL
  /** The registry's own origin, signed as it asks. */
  readonly exchange: Exchange
  /** The registry's own origin, signed with user name and password at once. */
  readonly basic: Exchange
  /** Anywhere, with no sign-in but what the caller puts into its headers. */
  readonly elsewhere: Exchange
  readonly credential: (signal: AbortSignal) => Promise<Credential | undefined>
  /** Origin of the token service, where the sign-in may go there. Throws `realm-not-agreed`. */
  readonly realmOrigin: (signal: AbortSignal) => Promise<URL | undefined>
  /** A token that the API gave: taken out of all that is shown. */
  readonly remember: (secret: string) => void
  readonly translate: TranslateError
  readonly onWarning: (text: string) => void
  readonly clock: Clock
}

/** A way to learn which repositories a registry has. Throws AppError where it is refused. */
export type ListingWay = (api: ApiContext) => AsyncGenerator<NamePage, ListingEnd>
