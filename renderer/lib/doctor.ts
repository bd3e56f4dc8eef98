import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Input, Output, Progress } from '../../shared/ipc/contract.ts'
import { contractKey, useContractStream } from './contract-query.ts'

type Told = Progress<'doctor.run'>
export type DoctorStep = Extract<Told, { kind: 'step' }>['step']
type RecordedExchange = Extract<Told, { kind: 'exchange' }>['exchange']
export type DoctorReport = Output<'doctor.run'>['report']

export type DoctorRun = {
  readonly steps: readonly DoctorStep[]
  readonly exchanges: readonly RecordedExchange[]
}

const inputOf = (registryId: string, repository: string | undefined): Input<'doctor.run'> => ({
  registryId,
  ...(repository !== undefined && { repository }),
})

/** A step is told when it begins and again when it is over. */
const withStep = (steps: readonly DoctorStep[], told: DoctorStep): DoctorStep[] => {
  const at = steps.findIndex(({ pass, step }) => pass === told.pass && step === told.step)
  return at === -1 ? [...steps, told] : steps.with(at, told)
}

/** The run of the doctor as far as it has come. It begins once, and again only when it is asked to. */
export const useDoctor = (registryId: string, repository: string | undefined) =>
  useContractStream('doctor.run', inputOf(registryId, repository), {
    staleTime: Infinity,
    start: (): DoctorRun => ({ steps: [], exchanges: [] }),
    fold: (run, told) =>
      told.kind === 'step'
        ? { ...run, steps: withStep(run.steps, told.step) }
        : { ...run, exchanges: [...run.exchanges, told.exchange] },
  })

/** Begins anew: what the last run told leaves the screen. */
export const useRunDoctor = () => {
  const client = useQueryClient()
  return useCallback(
    (registryId: string, repository: string | undefined) =>
      void client.resetQueries({
        queryKey: contractKey('doctor.run', inputOf(registryId, repository)),
        exact: true,
      }),
    [client],
  )
}
