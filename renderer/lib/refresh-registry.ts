import type { Query, QueryClient } from '@tanstack/react-query'

/** The queries that ask this registry. */
export const isOfRegistry =
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

/** Asks again for what is shown of a registry; old rows stay until the answer. */
export const refreshRegistry = (client: QueryClient, registryId: string): void =>
  void client.invalidateQueries({ predicate: isOfRegistry(registryId) })
