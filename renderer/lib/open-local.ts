import { useQueryClient } from '@tanstack/react-query'
import { askAgain } from './ask-again.ts'
import { contractKey, useContractMutation } from './contract-query.ts'
import { useGoTo } from './place.ts'

/** Adds Chartroom's own registry to the sidebar, where it is not there yet, and goes to it. */
export const useOpenLocal = () => {
  const goTo = useGoTo()
  const client = useQueryClient()
  return useContractMutation('registries.openLocal', {
    onSuccess: ({ registry }) => {
      // Its place is empty until the list has it.
      void askAgain(client, { queryKey: contractKey('registries.list') })
      goTo({ kind: 'registry', registryId: registry.id, namespace: '', view: 'repositories' })
    },
  })
}
