import type { StrategyName } from '../../../shared/ipc/schemas/repositories.ts'
import type { Vendor } from '../../../shared/model/vendor.ts'
import type { Clock } from '../ports.ts'
import type { Exchange } from '../oci/exchange/exchange.ts'
import type { TranslateError } from '../oci/dictionary/oci-errors.ts'
import type { SignAws } from '../oci/types.ts'
import type { ListingEnd, NamePage } from '../oci/base/name-page.ts'
import type { Credential } from '../oci/base/credential.ts'

/** What is known of a registry before it is asked to list. */
export type Place = {
  readonly host: string
  /** Below which the user looks; '' for all. */
  readonly path: string
  readonly vendor: Vendor | undefined
  readonly signedIn: boolean
  /** Whether there are AWS credentials beside the sign-in. */
  readonly hasAws: boolean
}

/** What a strategy may use. None of it follows a redirect to another host with a sign-in. */
export type ProviderContext = {
  readonly host: string
  readonly registry: URL
  readonly path: string
  /** The registry's own origin, signed as it asks. */
  readonly exchange: Exchange
  /** The registry's own origin, signed with user name and password at once. */
  readonly basic: Exchange
  /** Anywhere, with no sign-in but what the caller puts into its headers. */
  readonly elsewhere: Exchange
  readonly credential: (signal: AbortSignal) => Promise<Credential | undefined>
  /** Origin of the token service, where the sign-in may go there. Throws `realm-not-agreed`. */
  readonly realmOrigin: (signal: AbortSignal) => Promise<URL | undefined>
  readonly signAws: SignAws | undefined
  /** A token that a vendor's API gave: taken out of all that is shown. */
  readonly remember: (secret: string) => void
  readonly translate: TranslateError
  readonly onWarning: (text: string) => void
  readonly clock: Clock
}

/** One way to learn which repositories a registry has. */
export type ListingStrategy = {
  readonly name: StrategyName
  /** Whether it may be tried there and has what it needs. No request is sent to find out. */
  readonly fits: (place: Place) => boolean
  /** Throws AppError where it is refused; another may still work. */
  readonly list: (
    context: ProviderContext,
    signal: AbortSignal,
  ) => AsyncGenerator<NamePage, ListingEnd>
}
