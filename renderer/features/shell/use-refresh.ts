import { useIsFetching, useQueryClient, type Query } from '@tanstack/react-query'
import { usePlace } from '../../lib/place.ts'

const isOf =
  (registryId: string | undefined) =>
  ({ queryKey }: Query): boolean => {
    const input: unknown = queryKey[2]
    return (
      registryId !== undefined &&
      typeof input === 'object' &&
      input !== null &&
      Reflect.get(input, 'registryId') === registryId
    )
  }

/** Asks again for what is on the screen of the open registry; old rows stay until the answer. */
export const useRefresh = () => {
  const client = useQueryClient()
  const place = usePlace()
  const registryId = 'registryId' in place ? place.registryId : undefined
  const predicate = isOf(registryId)
  const isRefreshing = useIsFetching({ predicate, type: 'active' }) > 0
  return {
    canRefresh: registryId !== undefined,
    isRefreshing,
    refresh: () => void client.invalidateQueries({ predicate }),
  }
}
