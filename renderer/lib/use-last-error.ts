import { useState } from 'react'

type Query = { error: Error | null; errorUpdatedAt: number; isFetching: boolean }

/**
 * The error of a query, also while it is tried again: React Query forgets it at once where there is no data, and a pane with
 * its focus and what was typed in it would go with it.
 */
export const useLastError = ({ error, errorUpdatedAt, isFetching }: Query): Error | null => {
  const [last, setLast] = useState<{ error: Error; atMs: number }>()
  if (error && error !== last?.error) setLast({ error, atMs: errorUpdatedAt })
  if (error || !isFetching) return error
  // Another query, one that never failed or failed at another time, has its own.
  return last?.atMs === errorUpdatedAt ? last.error : null
}
