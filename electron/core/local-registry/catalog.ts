import { pageOf } from './pagination.ts'
import type { RegistryRequest } from './request.ts'
import { sendJson } from './responses.ts'

export const listRepositories = ({ store, query, response }: RegistryRequest): void => {
  const { names, link } = pageOf(store.state().repositoryNames(), query, '/v2/_catalog')
  sendJson(response, { repositories: names }, link === undefined ? {} : { Link: link })
}
