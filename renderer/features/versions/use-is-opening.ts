import { useMemo } from 'react'
import { newestRow } from '../../../shared/model/version.ts'
import { useKnownDetails, type RepositoryLocation } from '../../lib/version-details.ts'
import { useTags } from './use-tags.ts'

/** Whether a repository that was opened without a version is about to show its newest (`useOpenNewest`). */
export const useIsOpening = (location: RepositoryLocation): boolean => {
  const { query, rows, end } = useTags(location)
  const details = useKnownDetails(location)
  const newest = useMemo(() => newestRow(rows), [rows])
  if (query.isError) return false
  if (!end) return true
  const told = newest && details.get(newest.tag)
  if (!newest || told?.state === 'failed') return false
  return told === undefined || told.details.kind === 'chart'
}
