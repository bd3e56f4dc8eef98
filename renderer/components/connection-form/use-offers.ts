import { useContractQuery } from '../../lib/contract-query.ts'

/** What certs.d has for the host. It is found with a look at the certificate, hence only when it is wanted. */
export const useOffers = (address: string, isWanted: boolean) => {
  const { data } = useContractQuery(
    'connectionSettings.certificate',
    { address },
    { enabled: isWanted && address !== '', gcTime: 0 },
  )
  return data?.certificate
}
