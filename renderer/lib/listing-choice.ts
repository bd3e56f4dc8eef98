import { useQueryClient } from '@tanstack/react-query'
import type { StrategyName } from '../../shared/ipc/schemas/repositories.ts'
import { contractKey, useContractMutation, useContractQuery } from './contract-query.ts'

/** How a registry is listed, and the choice of another way. */
export const useListingChoice = (registryId: string, enabled = true) => {
  const client = useQueryClient()
  const query = useContractQuery('repositories.listing', { registryId }, { enabled })
  const change = useContractMutation('repositories.listing', {
    onSuccess: choice => {
      client.setQueryData(contractKey('repositories.listing', { registryId }), choice)
      void client.invalidateQueries({
        queryKey: contractKey('repositories.list', { registryId }),
      })
      void client.invalidateQueries({ queryKey: contractKey('capabilities.read', { registryId }) })
    },
  })
  return {
    choice: query.data,
    error: change.error,
    isChanging: change.isPending,
    choose: (strategy: StrategyName) => change.mutate({ registryId, choose: strategy }),
  }
}
