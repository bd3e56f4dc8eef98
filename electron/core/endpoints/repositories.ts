import type { Endpoints } from '../dispatcher.ts'
import type { Repositories } from '../repositories/repositories.ts'
import type { Versions } from '../versions/versions.ts'

type RepositoryMethods = Extract<keyof Endpoints, `repositories.${string}`>

export const createRepositoryEndpoints = (
  service: Repositories,
  details: Versions['ofRepositories'],
): Pick<Endpoints, RepositoryMethods> => ({
  'repositories.list': ({ registryId }, { progress, signal }) =>
    service.list(registryId, progress, signal),
  'repositories.details': async (request, { progress, signal }) => {
    await details(request, progress, signal)
    return {}
  },
  'repositories.keep': async ({ registryId, repositories }, { signal }) => {
    await service.keep(registryId, repositories, signal)
    return {}
  },
  'repositories.forget': ({ registryId, repository }) => {
    service.forget(registryId, repository)
    return {}
  },
  'repositories.kept': ({ registryId }) => ({ repositories: [...service.kept(registryId)] }),
})
