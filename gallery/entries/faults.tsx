import { FaultBoundary } from '../../renderer/components/fault-boundary.tsx'
import { FaultDialog } from '../../renderer/components/fault-dialog.tsx'
import { FaultLine } from '../../renderer/components/fault-line.tsx'
import { FaultPane } from '../../renderer/components/fault-pane.tsx'
import type { Entry } from '../entry.ts'
import { nothing } from '../held.tsx'

const error = new Error('an example')

export const faults: readonly Entry[] = [
  {
    of: 'components/fault-boundary.tsx',
    states: {
      'nothing failed': () => (
        <FaultBoundary part="sidebar">
          <p>What is drawn stays as it is.</p>
        </FaultBoundary>
      ),
    },
  },
  {
    of: 'components/fault-pane.tsx',
    states: {
      inspector: () => <FaultPane part="inspector" error={error} onRetry={nothing} />,
      sidebar: () => <FaultPane part="sidebar" error={error} onRetry={nothing} />,
    },
  },
  {
    of: 'components/fault-line.tsx',
    states: { 'status bar': () => <FaultLine part="status-bar" onRetry={nothing} /> },
  },
  {
    of: 'components/fault-dialog.tsx',
    isAlone: true,
    states: {
      'not drawn': () => (
        <FaultDialog part="dialog" error={error} onRetry={nothing} onClose={nothing} />
      ),
    },
  },
]
