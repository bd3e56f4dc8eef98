import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { repositoriesOf } from '../../lib/repositories.ts'
import { namespacesOf } from './namespaces.ts'

/** Where charts of a registry lie, as far as its repositories are known. */
export const useNamespaces = (registryId: string): readonly string[] => {
  const { data } = useQuery(repositoriesOf(registryId))
  return useMemo(() => namespacesOf(data?.value.map(({ name }) => name) ?? []), [data])
}
