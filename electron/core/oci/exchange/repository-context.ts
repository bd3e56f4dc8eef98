import type { Digest } from '../../../../shared/model/digest.ts'
import type { ErrorParams } from '../../../../shared/errors.ts'
import type { Clock } from '../../ports.ts'
import { repositoryScope, type Scope } from '../auth/scope.ts'
import type { Exchange } from './exchange.ts'
import type { TranslateError } from '../dictionary/oci-errors.ts'

/** What the uploads of a client have learnt of its registry. */
export type UploadMemory = {
  /** Bodies of this size went through where the whole did not. */
  chunkBytes?: number
}

/** Which repositories of a registry were seen to hold a blob: from these it can be mounted. */
export type BlobPlaces = {
  saw(digest: Digest, repository: string): void
  /**
   * Another repository where the blob was seen, with the same sign-in as the given one: a token that is asked for both
   * with the sign-in of one would be refused, and the sign-in with it.
   */
  mountable(digest: Digest, repository: string, signal: AbortSignal): Promise<string | undefined>
}

/** What the parts of a repository client share. */
export type RepositoryContext = {
  readonly host: string
  /** Origin that requests go to. */
  readonly registry: URL
  readonly name: string
  readonly exchange: Exchange
  readonly translate: TranslateError
  readonly clock: Clock
  /** What the uploads of this client have learnt. */
  readonly uploads: UploadMemory
  /** Where its registry was seen to hold which blob. */
  readonly blobPlaces: BlobPlaces
  /** What its registry has shown of its referrers API. */
  readonly referrersApi: { isMissing?: boolean }
}

export const pullScopes = ({ name }: RepositoryContext): readonly Scope[] => [
  repositoryScope(name, 'pull'),
]

/** Both at once, so that one token serves the whole push. */
export const pushScopes = ({ name }: RepositoryContext): readonly Scope[] => [
  repositoryScope(name, 'pull', 'push'),
]

export const repositoryPath = ({ name }: RepositoryContext, rest: string): string =>
  `/v2/${name}/${rest}`

export const repositoryParams = (
  { host, name }: RepositoryContext,
  more: ErrorParams = {},
): ErrorParams => ({ host, repository: name, ...more })
