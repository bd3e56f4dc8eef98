import { AppError } from '../../../shared/errors.ts'
import type { ListingEnd, NamePage } from '../oci/base/name-page.ts'
import type { RegistryClient } from '../oci/types.ts'
import type { SignAws } from './aws/sign-aws.ts'
import type { StrategyName } from './listing-strategy.ts'
import { strategies } from './strategies.ts'

export type ListOptions = {
  /** Below which the user looks: a project, a namespace, a repository key. '' for all. */
  readonly path: string
  readonly signAws?: SignAws
  readonly signal: AbortSignal
}

/**
 * Lists by a vendor's way. Throws where that is refused, and `unsupported/no-catalog` for a name without a way:
 * `kept`, which lists nothing.
 */
export const listRepositories = (
  client: Pick<RegistryClient, 'list'>,
  name: StrategyName | 'kept',
  { path, signAws, signal }: ListOptions,
): AsyncGenerator<NamePage, ListingEnd> =>
  client.list(async function* (api) {
    const strategy = strategies.find(one => one.name === name)
    if (!strategy) throw new AppError('unsupported', 'no-catalog', { host: api.host })
    return yield* strategy.list({ ...api, path, signAws }, signal)
  })
