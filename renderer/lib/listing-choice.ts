import { useQueryClient } from '@tanstack/react-query'
import type { StrategyName } from '../../shared/ipc/schemas/capabilities.ts'
import { contractKey, useContractMutation, useContractQuery } from './contract-query.ts'

/** How a registry is listed, and the choice of another way. */
export const useListingChoice = (registryId: string, enabled = true) => {
  const client = useQueryClient()
  const query = useContractQuery('registries.listing', { registryId }, { enabled })
  const change = useContractMutation('registries.listing', {
    onSuccess: choice => {
      client.setQueryData(contractKey('registries.listing', { registryId }), choice)
      void client.invalidateQueries({
        queryKey: contractKey('repositories.list', { registryId }),
      })
      void client.invalidateQueries({ queryKey: contractKey('registries.page', { registryId }) })
    },
  })
  return {
    choice: query.data,
    error: change.error,
    isChanging: change.isPending,
    choose: (strategy: StrategyName) => change.mutate({ registryId, choose: strategy }),
  }
}
