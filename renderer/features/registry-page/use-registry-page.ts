import { useContractQuery } from '../../lib/contract-query.ts'
import { useViewState } from '../../lib/view-state.ts'

/** What is known of a registry. No request is sent for it. */
export const useRegistryPage = (registryId: string) =>
  useContractQuery('capabilities.read', { registryId })

/** The line of the sheet whose source the inspector shows. */
export const useChosenCapability = (registryId: string) =>
  useViewState('registry-page.capability', registryId)

export const usePageTab = () => useViewState('registry-page.tab')

export const useChosenExchange = (registryId: string) =>
  useViewState('registry-page.exchange', registryId)
