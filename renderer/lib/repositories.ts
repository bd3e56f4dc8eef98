import type { Output, Progress } from '../../shared/ipc/contract.ts'
import { contractStream, type Streamed } from './contract-query.ts'

type Repository = Progress<'repositories.list'>['repositories'][number]

export type Repositories = readonly Repository[]
export type StreamedRepositories = Streamed<Repository[], 'repositories.list'>
export type CatalogEnd = Output<'repositories.list'>

/** Query options of a registry's repositories: pages as they come, in the registry's order. */
export const repositoriesOf = (registryId: string, enabled = true) =>
  contractStream(
    'repositories.list',
    { registryId },
    {
      enabled,
      staleTime: 60_000,
      start: (): Repository[] => [],
      fold: (listed, { repositories }) => {
        listed.push(...repositories)
        return listed
      },
    },
  )
