import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { useContractQuery } from './contract-query.ts'

/** The saved registry of an id; `isLoaded` tells "not there" from "not yet known". */
export const useRegistry = (
  registryId: string | undefined,
): { registry: Registry | undefined; isLoaded: boolean } => {
  const { data } = useContractQuery('registries.list', {})
  return {
    registry: data?.registries.find(({ id }) => id === registryId),
    isLoaded: data !== undefined,
  }
}
