import { useMemo } from 'react'
import { toVersionRows } from '../../../shared/model/version.ts'
import { useContractStream } from '../../lib/contract-query.ts'
import type { RepositoryLocation } from '../../lib/version-details.ts'

/** The tags of a repository as rows, newest first, while they arrive. */
export const useTags = ({ registryId, repository }: RepositoryLocation) => {
  const query = useContractStream(
    'versions.list',
    { registryId, repository },
    {
      start: (): string[] => [],
      fold: (listed, { tags }) => {
        listed.push(...tags)
        return listed
      },
    },
  )
  const { data } = query
  const rows = useMemo(() => (data ? toVersionRows(data.value) : []), [data])
  return { query, rows, end: data?.end }
}
