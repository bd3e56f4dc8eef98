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
