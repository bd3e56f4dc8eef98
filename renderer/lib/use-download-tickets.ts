import { useCallback } from 'react'
import { host } from '../host/host.ts'
import { useContractMutation } from './contract-query.ts'

/** Hands a finished pull to the browser: the archive, then the .prov. Each ticket is good once, for 60 s. */
export const useDownloadTickets = (transferId: string) => {
  const { mutate, error } = useContractMutation('transfers.tickets', {
    onSuccess: ({ tickets }) => {
      for (const { url, fileName } of tickets) host.download(url, fileName)
    },
  })
  const download = useCallback(() => mutate({ transferId }), [mutate, transferId])
  return { download, error }
}
