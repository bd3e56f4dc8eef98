import { useContractStream } from '../../lib/contract-query.ts'

/** How many tags a repository has, once all are listed; the versions screen then has them too. */
export const useTagCount = (registryId: string, repository: string) => {
  const { data, error } = useContractStream(
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
  return { count: data?.end && data.value.length, error }
}
