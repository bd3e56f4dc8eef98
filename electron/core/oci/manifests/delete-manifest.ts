import { AppError } from '../../../../shared/errors.ts'
import { isWebPage } from '../../http/base/response-headers.ts'
import {
  pushScopes,
  repositoryParams,
  repositoryPath,
  type RepositoryContext,
} from '../exchange/repository-context.ts'

/** By digest with all its tags; by tag only where the registry can. The `delete` scope only when it is demanded: Quay. */
export const deleteManifest = async (
  context: RepositoryContext,
  reference: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> => {
  const response = await context.exchange({
    method: 'DELETE',
    target: repositoryPath(context, `manifests/${reference}`),
    scopes: pushScopes(context),
    signal,
  })
  const isDone = response.status >= 200 && response.status < 300
  const { host } = context
  // A page that asks to sign in says 200 to everything.
  if (isDone && isWebPage(response)) throw new AppError('unsupported', 'not-a-registry', { host })
  if (isDone) return
  const params = repositoryParams(context, { reference })
  throw context.translate(response, { action: 'delete', params })
}
