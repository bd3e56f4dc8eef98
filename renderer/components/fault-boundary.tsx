import { useQueryClient } from '@tanstack/react-query'
import { Component, type ErrorInfo, Fragment, type ReactNode } from 'react'
import type { WindowPart } from '../../shared/model/window-part.ts'
import { call } from '../lib/call.ts'
import { faultReport } from '../lib/fault-report.ts'
import { forgetFailedLoads } from '../lib/lazy-view.tsx'
import { FaultPane } from './fault-pane.tsx'

/** What stands in the place of a part that failed. */
export type RenderFault = (fault: {
  readonly part: WindowPart
  readonly error: unknown
  readonly onRetry: () => void
}) => ReactNode

type Props = {
  part: WindowPart
  /** What the part shows. When it changes, the part is drawn again. */
  subject?: string | undefined
  renderFault?: RenderFault
  children: ReactNode
}

type CatcherProps = Props & { renderFault: RenderFault; onRetry: () => void }
type CatcherState = {
  readonly fault: { readonly error: unknown } | undefined
  readonly attempt: number
}

/** React catches by a class alone. */
class Catcher extends Component<CatcherProps, CatcherState> {
  override state: CatcherState = { fault: undefined, attempt: 0 }

  static getDerivedStateFromError(error: unknown) {
    return { fault: { error } }
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo) {
    // A host that is gone cannot write it down; the part says all the same what happened.
    call('app.reportFault', faultReport(this.props.part, error, componentStack ?? '')).catch(
      () => undefined,
    )
  }

  override componentDidUpdate({ subject }: CatcherProps) {
    if (this.state.fault && subject !== this.props.subject) this.retry()
  }

  retry = () => {
    this.props.onRetry()
    this.setState(({ attempt }) => ({ fault: undefined, attempt: attempt + 1 }))
  }

  override render() {
    const { part, renderFault, children } = this.props
    const { fault, attempt } = this.state
    return fault ? (
      renderFault({ part, error: fault.error, onRetry: this.retry })
    ) : (
      <Fragment key={attempt}>{children}</Fragment>
    )
  }
}

const showPane: RenderFault = fault => <FaultPane {...fault} />

/**
 * Keeps a fault in drawing to the part of the window where it happened. "Try again" mounts the part anew, with code that
 * failed to load loaded again, and answers that nobody else shows asked for again: one of them may be the cause.
 */
export function FaultBoundary({ renderFault = showPane, ...props }: Props) {
  const client = useQueryClient()
  return (
    <Catcher
      {...props}
      renderFault={renderFault}
      onRetry={() => {
        forgetFailedLoads()
        client.removeQueries({ type: 'inactive' })
      }}
    />
  )
}
