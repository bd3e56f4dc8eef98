import { useMutationState, useQueryClient } from '@tanstack/react-query'
import { contractKey, useContractMutation } from './contract-query.ts'

/** Probes a registry again; only reads. One test at a time, whoever began it: its page or the title bar. */
export const useTestRegistry = (registryId: string) => {
  const client = useQueryClient()
  const mutationKey = contractKey('capabilities.test', { registryId })
  const { mutate } = useContractMutation('capabilities.test', {
    mutationKey,
    onSuccess: page => client.setQueryData(contractKey('capabilities.read', { registryId }), page),
    // The list is what most come for: it is asked for again with it.
    onSettled: () =>
      client.invalidateQueries({ queryKey: contractKey('repositories.list', { registryId }) }),
  })
  const last = useMutationState({
    filters: { mutationKey },
    select: ({ state }) => state,
  }).at(-1)
  const isTesting = last?.status === 'pending'
  return {
    isTesting,
    error: last?.error ?? null,
    test: () => {
      if (!isTesting) mutate({ registryId })
    },
  }
}
