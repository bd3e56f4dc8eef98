import { useMemo } from 'react'
import type { Target } from '../../../shared/ipc/schemas/transfers.ts'
import { useContractStream } from '../../lib/contract-query.ts'
import { type Checks, readinessOf } from './readiness.ts'

const noChecks: Checks = {}

/** Runs the checks of one draft against one target; each line is there as soon as it is known. */
export const useReview = (draftId: string, target: Target, isEnabled: boolean) => {
  const query = useContractStream(
    'push.review',
    { draftId, target },
    {
      start: (): Checks => ({}),
      fold: (checks, check): Checks => ({ ...checks, [check.check]: check }),
      enabled: isEnabled,
      staleTime: 0,
    },
  )
  const checks = query.data?.value ?? noChecks
  const review = query.isFetching ? undefined : query.data?.end
  const readiness = useMemo(() => readinessOf(checks, review), [checks, review])
  return {
    checks,
    plan: query.data?.end,
    readiness,
    isOver: query.data?.end !== undefined,
    error: query.error,
    refetch: query.refetch,
  }
}
