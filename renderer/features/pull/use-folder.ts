import { useQueryClient } from '@tanstack/react-query'
import type { Output } from '../../../shared/ipc/contract.ts'
import { contractKey, useContractMutation, useContractQuery } from '../../lib/contract-query.ts'
import { isWebHost } from '../../lib/environment.ts'

/** The folder the user chose last, and the system's dialog for another one. Desktop host only. */
export const useFolder = () => {
  const client = useQueryClient()
  const last = useContractQuery('folders.last', {}, { enabled: !isWebHost, staleTime: Infinity })
  const choice = useContractMutation('folders.choose', {
    onSuccess: chosen => {
      if (chosen.folder)
        client.setQueryData<Output<'folders.last'>>(contractKey('folders.last', {}), chosen)
    },
  })
  return { folder: last.data?.folder, choose: () => choice.mutate({}), error: choice.error }
}
