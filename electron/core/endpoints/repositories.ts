import type { ListingSources } from '../catalog/listing-sources.ts'
import type { Repositories } from '../catalog/repositories.ts'
import type { EndpointsOf } from '../dispatcher.ts'
import type { Events } from '../events/events.ts'
import type { Versions } from '../versions/versions.ts'

export const createRepositoryEndpoints = (
  service: Repositories,
  details: Versions['ofRepositories'],
  sources: ListingSources,
  events: Events,
): EndpointsOf<'repositories'> => ({
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
  'repositories.listing': ({ registryId, choose, probe }) => {
    if (choose !== undefined || probe === true) {
      sources.choose(registryId, choose)
      void events.tell('changed', { changed: 'repositories', registryId })
    }
    return sources.choice(registryId)
  },
  'repositories.kept': ({ registryId }) => ({ repositories: [...service.kept(registryId)] }),
})
