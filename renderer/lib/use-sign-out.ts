import { useQueryClient } from '@tanstack/react-query'
import { useContractMutation } from './contract-query.ts'

/** Signs out. What was read with the sign-in goes from the screen too: a list that is refused keeps its old rows. */
export const useSignOut = () => {
  const client = useQueryClient()
  return useContractMutation('registries.signOut', {
    onSuccess: (_answer, { registryId }) => {
      void client.resetQueries({
        predicate: ({ queryKey: [domain, , input] }) =>
          domain !== 'registries' &&
          typeof input === 'object' &&
          input !== null &&
          Reflect.get(input, 'registryId') === registryId,
      })
    },
  })
}
