import { lazy, Suspense, useEffect } from 'react'
import { AppFrame } from './app-frame.tsx'
import { Announcer } from './components/announcer.tsx'
import { MenuHost } from './components/menu-host.tsx'
import { TooltipProvider } from './components/tooltip.tsx'
import { DropLayer } from './features/push/drop-layer.tsx'
import { SessionGate } from './features/shell/session-gate.tsx'
import { useLastPlace } from './lib/last-place.ts'
import { OverlayProvider, useOverlay } from './lib/overlay.tsx'
import { useGoTo, usePlace, type Place } from './lib/place.ts'
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
const AppDialogs = lazy(async () => ({ default: (await loadDialogs()).AppDialogs }))

/** A page that is never quiet has them by then all the same. */
const dialogsWithinMs = 1_000

/** Not among the code of the first paint; fetched in the first quiet moment, so that opening one is instant. */
function Dialogs() {
  const { overlay } = useOverlay()
  useEffect(() => {
    const idle = requestIdleCallback(() => void loadDialogs(), { timeout: dialogsWithinMs })
    return () => cancelIdleCallback(idle)
  }, [])
  return (
    overlay && (
      <Suspense>
        <AppDialogs overlay={overlay} />
      </Suspense>
    )
  )
}

function Window() {
  useAppWatch()
  useRecovery()
  useLastPlace()
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
      <MenuHost>
        <SessionGate>
          <OverlayProvider>
            <Window />
          </OverlayProvider>
        </SessionGate>
      </MenuHost>
      <Announcer />
    </TooltipProvider>
  )
}
