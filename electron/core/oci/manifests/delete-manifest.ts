import {
  pushScopes,
  repositoryParams,
  repositoryPath,
  type RepositoryContext,
} from '../repository-context.ts'

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
  if (response.status >= 200 && response.status < 300) return
  const params = repositoryParams(context, { reference })
  throw context.translate(response, { action: 'delete', params })
}
