import type { CapabilityName } from '../../../shared/ipc/schemas/capabilities.ts'
import { useContractQuery } from '../../lib/contract-query.ts'
import { useSharedState } from '../../lib/shared-state.ts'

/** What is known of a registry. No request is sent for it. */
export const useRegistryPage = (registryId: string) =>
  useContractQuery('capabilities.read', { registryId })

/** The line of the sheet whose source the inspector shows. */
export const useChosenCapability = (registryId: string) =>
  useSharedState<CapabilityName>(`registry-page.capability.${registryId}`)

export type PageTab = 'source' | 'requests'

export const usePageTab = () => useSharedState<PageTab>('registry-page.tab')

export const useChosenExchange = (registryId: string) =>
  useSharedState<string>(`registry-page.exchange.${registryId}`)
