import { Suspense, useEffect } from 'react'
import { AppFrame } from './app-frame.tsx'
import { Announcer } from './components/announcer.tsx'
import { FaultBoundary } from './components/fault-boundary.tsx'
import { FaultPane } from './components/fault-pane.tsx'
import { FaultDialog } from './components/fault-dialog.tsx'
import { MenuHost } from './components/menu-host.tsx'
import { TooltipProvider } from './components/tooltip.tsx'
import { DropLayer } from './features/push/drop-layer.tsx'
import { SessionGate } from './features/shell/session-gate.tsx'
import { useLastPlace } from './lib/last-place.ts'
import { lazyView } from './lib/lazy-view.tsx'
import { OverlayProvider, useOverlay } from './lib/overlay.tsx'
import { useGoTo, usePlace, type Place } from './lib/place.ts'
import { useThemeSetting } from './lib/settings.ts'
import { useRecovery } from './lib/use-recovery.ts'
import { useAppWatch } from './lib/watch-app.ts'

/** Where a file goes that is dropped on no row: the namespace that is open. */
const openTargetOf = (place: Place) => {
  if (place.kind === 'home' || place.kind === 'draft') return undefined
  const { registryId } = place
  if (place.kind === 'registry') return { registryId, namespace: place.namespace }
  return { registryId, namespace: place.repository.split('/').slice(0, -1).join('/') }
}

const loadDialogs = () => import('./app-dialogs.tsx')
const AppDialogs = lazyView(async () => (await loadDialogs()).AppDialogs)

/** A page that is never quiet has them by then all the same. */
const dialogsWithinMs = 1_000

/** Not among the code of the first paint; fetched in the first quiet moment, so that opening one is instant. */
function Dialogs() {
  const { overlay, close } = useOverlay()
  useEffect(() => {
    const idle = requestIdleCallback(() => void loadDialogs(), { timeout: dialogsWithinMs })
    return () => cancelIdleCallback(idle)
  }, [])
  return (
    overlay && (
      <FaultBoundary
        part="dialog"
        subject={overlay.kind}
        renderFault={fault => <FaultDialog {...fault} onClose={close} />}
      >
        <Suspense>
          <AppDialogs overlay={overlay} />
        </Suspense>
      </FaultBoundary>
    )
  )
}

function Window() {
  useAppWatch()
  useRecovery()
  useLastPlace()
  useThemeSetting()
  const goTo = useGoTo()
  const place = usePlace()
  return (
    <DropLayer
      openTarget={openTargetOf(place)}
      onPushed={({ registryId, repository, tag }) =>
        goTo({ kind: 'version', registryId, repository, reference: tag })
      }
      onInspect={draftId => goTo({ kind: 'draft', draftId })}
    >
      <AppFrame />
      <Dialogs />
    </DropLayer>
  )
}

/** Composes the features: none of them knows another. */
export function App() {
  return (
    <TooltipProvider>
      <FaultBoundary
        part="window"
        renderFault={fault => (
          <main>
            <FaultPane {...fault} />
          </main>
        )}
      >
        <MenuHost>
          <SessionGate>
            <OverlayProvider>
              <Window />
            </OverlayProvider>
          </SessionGate>
        </MenuHost>
      </FaultBoundary>
      <Announcer />
    </TooltipProvider>
  )
}
