import type { DoctorStep } from '../../lib/doctor.ts'
import { useSharedState } from '../../lib/shared-state.ts'

/** The exchange that the inspector shows. */
export const useChosenExchange = (registryId: string) =>
  useSharedState<string>(`doctor.exchange.${registryId}`)

export type ChosenStep = Pick<DoctorStep, 'pass' | 'step'>

export const useChosenStep = (registryId: string) =>
  useSharedState<ChosenStep>(`doctor.step.${registryId}`)

export type DoctorTab = 'exchanges' | 'report'

export const useDoctorTab = () => useSharedState<DoctorTab>('doctor.tab')
