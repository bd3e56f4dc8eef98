import { AppError } from '../../../shared/errors.ts'
import type { StrategyName } from '../../../shared/ipc/schemas/repositories.ts'
import type { ListingEnd, NamePage } from '../oci/base/name-page.ts'
import type { ProviderContext } from './listing-strategy.ts'
import { strategies } from './strategies.ts'

/** Throws `unsupported/no-catalog` for a name without a way: `kept`, and APIs that nobody documents. */
export async function* listRepositories(
  name: StrategyName,
  context: ProviderContext,
  signal: AbortSignal,
): AsyncGenerator<NamePage, ListingEnd> {
  const strategy = strategies.find(one => one.name === name)
  if (!strategy) throw new AppError('unsupported', 'no-catalog', { host: context.host })
  return yield* strategy.list(context, signal)
}
