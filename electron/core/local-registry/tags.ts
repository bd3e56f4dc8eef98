import { pageOf } from './pagination.ts'
import { RegistryError } from './registry-error.ts'
import { type RegistryRequest, repositoryOf } from './request.ts'
import { sendJson } from './responses.ts'

export const listTags = (request: RegistryRequest): void => {
  const name = repositoryOf(request)
  const repository = request.store.state().repository(name)
  if (!repository) throw new RegistryError('NAME_UNKNOWN', 'There is no such repository.')
  const { names, link } = pageOf(repository.tags(), request.query, `/v2/${name}/tags/list`)
  sendJson(request.response, { name, tags: names }, link === undefined ? {} : { Link: link })
}
