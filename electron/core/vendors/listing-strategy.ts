import type { Vendor } from '../../../shared/model/vendor.ts'
import type { ListingEnd, NamePage } from '../oci/base/name-page.ts'
import type { ApiContext } from '../oci/exchange/api-context.ts'
import type { SignAws } from './aws/sign-aws.ts'

export type StrategyName =
  | 'catalog'
  | 'harbor-projects'
  | 'docker-hub-api'
  | 'ghcr-packages'
  | 'ghcr-catalog-prefix'
  | 'gitlab-api'
  | 'quay-api'
  | 'acr-catalog'
  | 'google-children'
  | 'artifactory-repository'
  | 'ecr-describe'
  | 'cloudsmith-api'
  | 'ibm-api'

/** What is known of a registry before it is asked to list. */
export type ListingTarget = {
  readonly host: string
  /** Below which the user looks; '' for all. */
  readonly path: string
  readonly vendor: Vendor | undefined
  readonly signedIn: boolean
  /** Whether there are AWS credentials beside the sign-in. */
  readonly hasAws: boolean
}

/** What a strategy may use. */
export type ProviderContext = ApiContext & {
  readonly path: string
  readonly signAws: SignAws | undefined
}

/** One way to learn which repositories a registry has. */
export type ListingStrategy = {
  readonly name: StrategyName
  /** Whether it may be tried there and has what it needs. No request is sent to find out. */
  readonly fits: (place: ListingTarget) => boolean
  /** Throws AppError where it is refused; another may still work. */
  readonly list: (
    context: ProviderContext,
    signal: AbortSignal,
  ) => AsyncGenerator<NamePage, ListingEnd>
}
