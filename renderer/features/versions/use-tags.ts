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
  const tags = data?.value
  const rows = useMemo(
    () => (tags ? toVersionRows(tags) : []),
    // The list grows in place while it streams. Its end comes in another envelope and brings no more tags.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [tags, tags?.length],
  )
  return { query, rows, end: data?.end }
}
