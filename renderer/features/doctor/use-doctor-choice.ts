import { useViewState } from '../../lib/view-state.ts'

/** The exchange that the inspector shows. */
export const useChosenExchange = (registryId: string) => useViewState('doctor.exchange', registryId)

export const useChosenStep = (registryId: string) => useViewState('doctor.step', registryId)

export const useDoctorTab = () => useViewState('doctor.tab')
