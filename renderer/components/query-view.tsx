import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isCancelled } from '../../shared/errors.ts'
import { useDelay } from '../lib/use-delay.ts'
import { useLastError } from '../lib/use-last-error.ts'
import { ErrorPane } from './error-pane.tsx'
import styles from './query-view.module.css'
import { SkeletonRows } from './skeleton.tsx'

type LoadingProps = {
  /** After 4 s, which request is slow: "Waiting for ghcr.io". */
  slow: string
  skeleton?: ReactNode
}

/** Nothing for 150 ms, then bars in row rhythm, after 4 s a line of text. */
export function Loading({ slow, skeleton }: LoadingProps) {
  const showBars = useDelay(150)
  const showText = useDelay(4000)
  return (
    <div aria-busy="true">
      {showBars && (skeleton ?? <SkeletonRows />)}
      <div role="status" className={styles.slow}>
        {showText && slow}
      </div>
    </div>
  )
}

type Props<T> = LoadingProps & {
  query: UseQueryResult<T>
  /** Shown instead of the plain error pane, unless it is nothing. */
  renderError?: (error: Error) => ReactNode
  children: (data: T) => ReactNode
}

/** The states of a query. Data once there stays, whatever a refresh brings; an error until a next try has ended. */
export function QueryView<T>({ query, slow, skeleton, renderError, children }: Props<T>) {
  const error = useLastError(query)
  if (query.data !== undefined) return children(query.data)
  if (error && !isCancelled(error))
    return renderError?.(error) || <ErrorPane error={error} onRetry={() => void query.refetch()} />
  return <Loading slow={slow} skeleton={skeleton} />
}
